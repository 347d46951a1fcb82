import { checkNumber } from '../../check-options';
import { quantileOfSorted } from '../../features/quantile';
import { checkFinite, checkScores } from '../../metrics/check';

/** The standard deviation of a normal distribution over its median absolute deviation. */
const DEVIATION_OVER_MEDIAN = 1.4826;

/** The same over its mean absolute deviation: √(π / 2). */
const DEVIATION_OVER_MEAN = Math.sqrt(Math.PI / 2);

/**
 * The median of the validation scores plus `k` standard deviations, as the median absolute deviation
 * tells them.
 *
 * Assumes that more than half of the samples are normal and their scores roughly normally
 * distributed; the anomalies among them may be anywhere. Scores skewed to the right give more false
 * alerts than a normal distribution would. Where more than half of the scores are equal, the
 * median deviation is 0 and the mean absolute deviation takes its place; where all are equal the
 * threshold is that score.
 *
 * Source: Hampel 1974, The influence curve and its role in robust estimation; Iglewicz and Hoaglin
 * 1993, How to detect and handle outliers, for the mean deviation.
 *
 * @param k - Standard deviations above the median, at least 0. Default 3.
 * @throws {RangeError} if there are no scores, one is not finite, `k` is out of range, or the threshold
 * overflows.
 * @example
 * madThreshold([1, 2, 3, 4, 100], 1); // 4.4826
 */
export function madThreshold(scores: ArrayLike<number>, k: number = 3): number {
  checkScores(scores);
  checkDeviations(k);
  const median = quantileOfSorted(new Float64Array(scores).sort(), 0.5);
  const deviations = Float64Array.from(scores, (score) => Math.abs(score - median)).sort();
  const half = quantileOfSorted(deviations, 0.5);
  if (half > 0) return checkFinite(median + k * DEVIATION_OVER_MEDIAN * half, 'threshold');
  const mean = deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;
  return checkFinite(median + k * DEVIATION_OVER_MEAN * mean, 'threshold');
}

/**
 * Refuses a count of standard deviations that is negative or no number.
 *
 * @throws {RangeError} if it is.
 */
export function checkDeviations(k: number): void {
  checkNumber('k', k, 0, Infinity, '[)');
}
