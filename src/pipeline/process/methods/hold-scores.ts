import { checkInteger } from '../../../check-options';
import { checkScores } from '../../../metrics/check';

/**
 * A score for each sample from those of windows: that of the last window which ended at it or before.
 *
 * Nothing later is known, as in operation; the first samples, before any window has ended, have the score of the first.
 *
 * @param ends index of each window's last sample, ascending, as `makeWindows` gives them.
 * @returns shape `[nSamples]`.
 * @throws {RangeError} if there are no scores, lengths differ, or an end is not ascending or not one of the samples.
 * @example
 * holdScores([0.1, 0.9], [1, 3], 5); // Float64Array [0.1, 0.1, 0.1, 0.9, 0.9]
 */
export function holdScores(
  scores: ArrayLike<number>,
  ends: ArrayLike<number>,
  nSamples: number,
): Float64Array {
  checkScores(scores);
  if (ends.length !== scores.length) {
    throw new RangeError(`ends must be as many as scores, ${scores.length}, got ${ends.length}`);
  }
  checkInteger('nSamples', nSamples, 1);
  const held = new Float64Array(nSamples).fill(scores[0]);
  for (let i = 0; i < ends.length; i++) {
    checkInteger(`ends[${i}]`, ends[i], i === 0 ? 0 : ends[i - 1] + 1, nSamples - 1);
    held.fill(scores[i], ends[i], ends[i + 1] ?? nSamples);
  }
  return held;
}
