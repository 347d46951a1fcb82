import { checkFunction, checkInteger, checkOptionNames, checkShare } from '../check-options';
import type { FittedDetector } from '../detectors/detector';
import { checkSamples, type Matrix, rowOf } from '../matrix';
import type { Background } from './background';
import type { Explanation } from './explanation';
import { coalitionScores } from './shap/coalition-scores';
import { type Coalitions, drawCoalitions } from './shap/coalitions';
import { type KernelRegression, kernelRegression } from './shap/kernel-regression';

/** How `kernelShap` asks. */
export interface KernelShapOptions {
  /**
   * Sets of features scored for each sample at most, each with every background sample. Where all sets
   * are no more than that, the values are exact. Default `2 * nFeatures + 2048`; at least `2 * nFeatures`.
   */
  readonly nCoalitions?: number;
  /** Rows scored at once at most, which bounds memory. Default 16,384. */
  readonly batchSize?: number;
  /** Seed of the draws of coalitions. Default 0. */
  readonly seed?: number;
  /** Called after each sample with the number explained and the number of all. */
  readonly onProgress?: (nDone: number, nSamples: number) => void;
}

/**
 * Shapley values of any detector's score, against a background that says what "unknown" means.
 *
 * A feature that is not known takes its value from the background, the mean over its samples: the
 * values answer "why is this score not the background's", exactly for up to 11 features by default and
 * by a regression on drawn sets above. A feature equal to the whole background's gets 0. It asks about
 * samples that may never occur (a user's feature beside another's): detectors that see dependencies
 * answer about those, too. Costs sets × background samples scores for each sample.
 * Source: Lundberg and Lee 2017, theorem 2; Covert and Lee 2021, section 4.1 (paired draws).
 *
 * @param background such as `summariseBackground(train, 20)`.
 * @returns outputs are the scores, the base value is the background's mean score.
 * @throws {RangeError} if widths differ, a value is not finite, a weight of the background is not in [0, 1] or they do
 * not sum to 1, or an option is unknown or out of its range.
 * @throws {TypeError} if the detector cannot score, or there is no background.
 * @example
 * const background = summariseBackground(train, 20);
 * const { baseValue, outputs, contributions } = await kernelShap(fitted, samples, background);
 */
export async function kernelShap(
  detector: FittedDetector,
  samples: Matrix,
  background: Background,
  options: KernelShapOptions = {},
): Promise<Explanation> {
  checkFunction('detector.score', detector?.score);
  checkSamples(samples);
  checkBackground(background, samples.nFeatures);
  const { nSamples, nFeatures } = samples;
  const { nCoalitions, batchSize, seed, onProgress } = settle(options, nFeatures);
  const outputs = Float64Array.from(await detector.score(samples));
  const baseScores = await detector.score(background.samples);
  const baseValue = background.weights.reduce((sum, weight, i) => sum + weight * baseScores[i], 0);
  const plans = new Map<number, Plan>(); // by number of features that differ
  const data = new Float64Array(nSamples * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    const sample = rowOf(samples, i);
    const differing = differingFeatures(sample, background.samples);
    const plan = plans.get(differing.length) ?? planFor(differing.length, nCoalitions, seed);
    plans.set(differing.length, plan);
    const question = { detector, sample, background, differing, batchSize };
    const gains = (await coalitionScores(question, plan.coalitions)).map((v) => v - baseValue);
    const contributions = plan.regress(gains, outputs[i] - baseValue);
    differing.forEach((feature, j) => {
      data[i * nFeatures + feature] = contributions[j];
    });
    onProgress?.(i + 1, nSamples);
  }
  return { baseValue, outputs, contributions: { data, nSamples, nFeatures } };
}

interface Plan {
  readonly coalitions: Coalitions;
  readonly regress: KernelRegression;
}

function planFor(nFeatures: number, nCoalitions: number, seed: number): Plan {
  const coalitions = drawCoalitions(nFeatures, nCoalitions, seed);
  return { coalitions, regress: kernelRegression(coalitions) };
}

function differingFeatures(sample: Float64Array, { data, nFeatures }: Matrix): number[] {
  const differs = new Uint8Array(nFeatures);
  data.forEach((value, i) => {
    if (value !== sample[i % nFeatures]) differs[i % nFeatures] = 1;
  });
  return [...differs.keys()].filter((feature) => differs[feature] === 1);
}

function settle(options: KernelShapOptions, nFeatures: number) {
  checkOptionNames(options, ['nCoalitions', 'batchSize', 'seed', 'onProgress']);
  const { nCoalitions = 2 * nFeatures + 2048, batchSize = 16384, seed = 0, onProgress } = options;
  checkInteger('nCoalitions', nCoalitions, Math.min(2 * nFeatures, 2 ** nFeatures - 2));
  checkInteger('batchSize', batchSize, 1);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
  return { nCoalitions, batchSize, seed, onProgress };
}

function checkBackground(background: Background, nFeatures: number): void {
  if (!(background?.weights instanceof Float64Array)) {
    throw new TypeError('background must be samples and weights, as summariseBackground makes it');
  }
  const { samples, weights } = background;
  checkSamples(samples, nFeatures);
  weights.forEach((weight, i) => {
    checkShare(`weight ${i} of background`, weight);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== samples.nSamples || !(Math.abs(total - 1) < 1e-6)) {
    throw new RangeError(
      `background must have a weight for each of ${samples.nSamples} samples, of sum 1, got ${weights.length} of sum ${total}`,
    );
  }
}
