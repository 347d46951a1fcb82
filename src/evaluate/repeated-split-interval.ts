import { checkNumber } from '../check-options';
import { checkFinite } from '../metrics/check';
import type { Interval } from './interval';
import { type MeanIntervalOptions, meanInterval } from './mean-interval';

/**
 * The mean of a metric over random splits of the same samples, with a corrected t interval.
 *
 * Splits share samples, so their values are not independent and `meanInterval` is too narrow; this
 * one is wider by √(1 + nRepeats · nTest / nTrain). Still of these samples only; near the end of a
 * metric's range it may reach beyond.
 *
 * Source: Nadeau and Bengio 2003, Inference for the generalization error, section 3 (corrected
 * resampled t-test).
 *
 * @param values - One a split, shape `[nRepeats]`.
 * @param testToTrain - Test samples for each training sample, above 0.
 * @throws {RangeError} as `meanInterval`, and if `testToTrain` is not above 0.
 */
export function repeatedSplitInterval(
  values: ArrayLike<number>,
  testToTrain: number,
  options: MeanIntervalOptions = {},
): Interval {
  checkNumber('testToTrain', testToTrain, 0, Infinity, '()');
  const { estimate, upper, level } = meanInterval(values, options);
  const half = (upper - estimate) * Math.sqrt(1 + values.length * testToTrain);
  checkFinite(Math.abs(estimate) + half, 'interval');
  return { estimate, lower: estimate - half, upper: estimate + half, level };
}
