import { checkScores } from '../../metrics/check';

/**
 * Marks the samples that score at least the threshold.
 *
 * @returns 1 flagged, 0 not, shape `[nSamples]`.
 * @throws {RangeError} if there are no scores, one is not finite, or the threshold is no number.
 * @example
 * flag([0.2, 0.9, 0.5], 0.5); // Int32Array [0, 1, 1]
 */
export function flag(scores: ArrayLike<number>, threshold: number): Int32Array {
  checkScores(scores);
  if (typeof threshold !== 'number' || Number.isNaN(threshold)) {
    throw new RangeError(`threshold must be a number, got ${threshold}`);
  }
  const flags = new Int32Array(scores.length);
  for (let i = 0; i < scores.length; i++) flags[i] = scores[i] >= threshold ? 1 : 0;
  return flags;
}
