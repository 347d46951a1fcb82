import { checkChoice } from '../check-options';
import { meanOf } from '../features/mean';
import { countBelow } from '../features/sorted-search';
import { checkFinite, checkScores } from './check';
import { errorFunction } from './error-function';

/** How scores of different models are brought to one scale. */
export type ScoreScaleKind = 'zscore' | 'rank' | 'unified';

const KINDS: readonly ScoreScaleKind[] = ['zscore', 'rank', 'unified'];

/** A scale of scores, fitted. */
export interface ScoreScale {
  readonly kind: ScoreScaleKind;
  /** For `rank` the reference scores, ascending; else their mean and standard deviation. */
  readonly reference: Float64Array;
}

/**
 * Learns a scale from reference scores: training or calibration samples, the same for every model.
 *
 * `zscore` counts standard deviations from the mean, and keeps how far a score lies out. `rank` is the share
 * of reference scores below, in [0, 1]: the same for any scale that a model has, but all beyond the highest
 * are equal. `unified` is a probability in [0, 1], as if reference scores were normally distributed:
 * at the mean and below it is 0, and from 8 standard deviations on 1.
 * Source: Kriegel, Kröger, Schubert and Zimek 2011, section 3.2.3 (gaussian scaling).
 *
 * @throws {RangeError} if the kind is unknown, there are no scores, one is not finite, or the scale overflows.
 */
export function fitScoreScale(kind: ScoreScaleKind, scores: ArrayLike<number>): ScoreScale {
  checkChoice('kind', kind, KINDS);
  checkScores(scores);
  const reference = Float64Array.from(scores);
  if (kind === 'rank') return { kind, reference: reference.sort() };
  const mean = meanOf(reference);
  const squares = reference.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / reference.length);
  const isConstant = deviation <= reference.length * Number.EPSILON * Math.abs(mean);
  checkFinite(Math.abs(mean) + deviation, 'mean and deviation of scores');
  return { kind, reference: Float64Array.of(mean, isConstant ? 1 : deviation) };
}

/**
 * Brings scores to the scale; those of a model whose reference scores are all equal only lose their mean.
 *
 * @returns shape `[nSamples]`; higher is more anomalous.
 * @throws {RangeError} if the scale is of no known kind, there are no scores, or one is not finite, scaled or not.
 */
export function applyScoreScale(scale: ScoreScale, scores: ArrayLike<number>): Float64Array {
  const { kind, reference } = scale;
  checkChoice('kind', kind, KINDS);
  checkScores(scores);
  const scaled = Float64Array.from(scores);
  if (kind === 'rank')
    return scaled.map((score) => countBelow(reference, score) / reference.length);
  const [mean, deviation] = reference;
  const distances = scaled.map((score) => (score - mean) / deviation);
  checkScores(distances, 'scaled scores');
  if (kind === 'zscore') return distances;
  return distances.map((distance) => Math.max(0, errorFunction(distance / Math.SQRT2)));
}
