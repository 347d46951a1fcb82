import { z } from 'zod';
import type { Matrix } from '../matrix';
import { type ArrayKind, loadArrayDetector, type NoOptions, plainDetector } from './array-detector';
import type { Detector, FittedDetector } from './detector';
import {
  areComponents,
  COMPONENT_ARRAYS,
  type Components,
  learnComponents,
  rankTolerance,
  standardizeInto,
} from './principal-components';

const KIND: ArrayKind<(typeof COMPONENT_ARRAYS)[number], Record<string, never>> = {
  name: 'pca',
  params: z.object({}).strict() as z.ZodType<Record<string, never>>,
  arrays: COMPONENT_ARRAYS,
  learn: (train) => {
    const model = learnComponents(train);
    if (nComponents(model) > 0) return model;
    throw new RangeError(
      `train must vary in a feature by more than rounding, got ${train.nSamples} samples that do not`,
    );
  },
  fits: (model, nFeatures) => areComponents(model, nFeatures) && nComponents(model) > 0,
  scorer: (model) => (samples) => scoreDistances(model, samples),
};

/**
 * Principal components, scored as PyOD does: the distance of a standardised sample to the tip of each component's
 * unit vector, over that component's share of the variance, summed.
 *
 * Suits tabular samples whose anomalies are far from the mean in any feature. Close to blind to values that are odd
 * only together: the distance to a unit vector is mostly the distance to the mean. `mahalanobis` weighs each
 * component by how far the sample lies along it, and sees them.
 *
 * Components without variance (constant features, those that vary by less than some 1e-160, and repeated features) have no share to divide by and are left out; PyOD gives
 * infinite scores there. A sample that moves such a feature still lies farther from the others.
 * Planted anomalies: beats the largest z-score on none; loses to it on global, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Shyu et al. 2003, A novel anomaly detection scheme based on principal component classifier, for the idea;
 * PyOD 3.6.7 for the score.
 *
 * @throws {RangeError} if a hyperparameter is given, as there are none; from `fit`, if all samples are equal (or there is one), or a feature's values are too large for
 * a finite scale.
 * @example
 * const fitted = await pca().fit(matrix([[0, 1], [0.1, 0], [0.2, 1], [9, 0]]));
 * const scores = await fitted.score(matrix([[0.1, 1], [90, 1]])); // scores[1] > scores[0]
 */
export function pca(options: NoOptions = {}): Detector {
  return plainDetector(KIND, options);
}

/**
 * Reads a saved PCA detector.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadPca(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}

function nComponents(model: Components): number {
  const tolerance = rankTolerance(model);
  return model.variances.findLastIndex((variance) => variance > tolerance) + 1;
}

function scoreDistances(model: Components, { data, nSamples, nFeatures }: Matrix): Float64Array {
  const { variances, components } = model;
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  const nUsed = nComponents(model);
  const scores = new Float64Array(nSamples);
  const sample = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    standardizeInto(sample, model, data, i * nFeatures);
    for (let k = 0; k < nUsed; k++) {
      let square = 0;
      for (let j = 0; j < nFeatures; j++)
        square += (sample[j] - components[k * nFeatures + j]) ** 2;
      scores[i] += Math.sqrt(square) / (variances[k] / total);
    }
  }
  return scores;
}
