import { checkFinite, checkScores } from '../../metrics/check';
import { checkDeviations } from './mad';

/**
 * The mean of the validation scores plus `k` standard deviations.
 *
 * Assumes scores that are normal samples' and roughly normally distributed: 3 then flags one sample
 * in 741. Anomalies among the samples lift both the mean and the deviation and so hide themselves;
 * `madThreshold` withstands them. Scores skewed to the right, as reconstruction errors are, give
 * more false alerts than that. Where all scores are equal the threshold is that score.
 *
 * Source: Shewhart 1931, Economic control of quality of manufactured product, for `k` = 3; the
 * deviation divides by n, as NumPy's `std`.
 *
 * @param k - Standard deviations above the mean, at least 0. Default 3.
 * @throws {RangeError} if there are no scores, one is not finite, `k` is out of range, or the threshold
 * overflows.
 * @example
 * meanThreshold([1, 1, 3, 3], 2); // 4
 */
export function meanThreshold(scores: ArrayLike<number>, k: number = 3): number {
  checkScores(scores);
  checkDeviations(k);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i] - scores[0];
  const mean = scores[0] + sum / scores.length; // from the first score, so that equal ones are exact
  let squares = 0;
  for (let i = 0; i < scores.length; i++) squares += (scores[i] - mean) ** 2;
  return checkFinite(mean + k * Math.sqrt(squares / scores.length), 'threshold');
}
