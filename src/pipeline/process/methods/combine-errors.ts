import { checkChoice, checkOptionNames } from '../../../check-options';
import { checkSamples, type Matrix } from '../../../matrix';

/** How the errors of all points become one score. */
export interface CombineErrorsOptions {
  /** Default `mean`. */
  readonly by?: 'mean' | 'largest';
  /** What each point's error is divided by first, as `errorScale` gives it; default 1. Shape `[nPoints]`. */
  readonly scale?: ArrayLike<number>;
}

/** A point that is always given back well counts at most as if its usual error were this share of the mean of all. */
const LEAST_SHARE = 0.01;

/**
 * The usual error of each point: its mean over normal samples, and at least a hundredth of that of all points.
 *
 * Divided by it, points that are hard to predict no longer drown those that are easy. The least keeps a point that never changes, and
 * whose error is rounding, from outweighing all others.
 *
 * @param errors of normal samples or windows, shape `[nSamples, nPoints]`; not those of training, which are too low.
 * @returns shape `[nPoints]`, above 0; 1 where every error is 0.
 * @throws {RangeError} if there are none, or one is not finite.
 */
export function errorScale(errors: Matrix): Float64Array {
  checkSamples(errors);
  const { data, nSamples, nFeatures } = errors;
  const means = new Float64Array(nFeatures);
  for (let i = 0; i < data.length; i++) means[i % nFeatures] += data[i] / nSamples;
  const least = (LEAST_SHARE * means.reduce((sum, mean) => sum + mean, 0)) / nFeatures;
  return means.map((mean) => Math.max(mean, least) || 1);
}

/**
 * One score a row from the errors of its points.
 *
 * @returns shape `[nSamples]`, higher is more anomalous.
 * @throws {RangeError} if there is no scale for each point, it is not above 0, an error is not finite, or an option is unknown.
 */
export function combineErrors(errors: Matrix, options: CombineErrorsOptions = {}): Float64Array {
  checkOptionNames(options, ['by', 'scale']);
  const { by = 'mean', scale = new Float64Array(errors.nFeatures).fill(1) } = options;
  checkChoice('by', by, ['mean', 'largest']);
  checkSamples(errors);
  const { data, nSamples, nFeatures } = errors;
  checkScale(scale, nFeatures);
  const factors = Float64Array.from(scale, (size) => 1 / size);
  const scores = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    const at = i * nFeatures;
    let score = 0;
    for (let j = 0; j < nFeatures; j++) {
      const error = data[at + j] * factors[j];
      if (by === 'mean') score += error / nFeatures;
      else if (error > score) score = error;
    }
    scores[i] = score;
  }
  return scores;
}

function checkScale(scale: ArrayLike<number>, nFeatures: number): void {
  if (scale.length !== nFeatures) {
    throw new RangeError(`scale must have ${nFeatures} values, got ${scale.length}`);
  }
  for (let j = 0; j < nFeatures; j++) {
    if (Number.isFinite(scale[j]) && scale[j] > 0) continue;
    throw new RangeError(`scale[${j}] must be above 0, got ${scale[j]}`);
  }
}
