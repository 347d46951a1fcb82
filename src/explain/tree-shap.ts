import type { FittedDetector } from '../detectors/detector';
import { checkSamples, type Matrix } from '../matrix';
import { countedForest } from './counted-forest';
import type { Explanation } from './explanation';
import { forestShap } from './shap/forest-shap';

/**
 * Exact Shapley values of an isolation forest, which explain `log2(score)`.
 *
 * The score is `2 ** (-E[h] / c)`, E[h] the mean path length and c the forest's `normaliser`, so its
 * logarithm is what the trees add up to: a contribution of 0.1 multiplies the score by 2 ** 0.1, and
 * `score = 2 ** (baseValue + sum of the sample's contributions)`. Times `-c` the values are
 * contributions to the path length, as `shap.TreeExplainer` gives them for scikit-learn's forest.
 * A feature that is not known sends a sample down both branches, by their shares of the training
 * samples ("tree path dependent"): fast and without a background, but where features depend on one
 * another it mixes their parts; `kernelShap` answers against a background that you choose.
 * Source: Lundberg et al. 2020, algorithm 1.
 *
 * @returns outputs are `log2(score)`, at most 0.
 * @throws {TypeError} if the detector is no isolation forest.
 * @throws {RangeError} if the width is not the forest's, a value is not finite, or the forest was
 * saved without the counts of samples in its nodes.
 * @example
 * const fitted = await isolationForest({ seed: 42 }).fit(train);
 * const { baseValue, outputs, contributions } = treeShap(fitted, samples);
 */
export function treeShap(detector: FittedDetector, samples: Matrix): Explanation {
  const forest = countedForest(detector);
  checkSamples(samples, forest.nFeatures);
  const { nSamples, nFeatures } = samples;
  const steps = forestShap(forest, samples);
  const perStep = -1 / forest.normaliser;
  const data = steps.contributions.data.map((step) => step * perStep);
  const baseValue = steps.baseValue * perStep;
  const outputs = Float64Array.from({ length: nSamples }, (_, i) =>
    data.subarray(i * nFeatures, (i + 1) * nFeatures).reduce((sum, part) => sum + part, baseValue),
  );
  return { baseValue, outputs, contributions: { data, nSamples, nFeatures } };
}
