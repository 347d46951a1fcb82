import { checkList, checkOptionNames } from '../check-options';
import { meanOf } from '../features/mean';
import { checkFinite } from '../metrics/check';
import type { Interval } from './interval';
import { studentT } from './student-t';

/** How wide an interval of a mean is. */
export interface MeanIntervalOptions {
  /** Share of such intervals that hold the true mean, (0, 1). Default 0.95. */
  readonly level?: number;
}

/**
 * The mean of a few repeats, with Student's t interval.
 *
 * Assumes repeats that are independent (other seeds for data and weights) and roughly normal; says
 * how the figure varies from seed to seed and nothing of data made another way. Repeats that are
 * all equal give an interval of no width; near the end of a metric's range it may reach beyond.
 *
 * Source: Student 1908, "The probable error of a mean".
 *
 * @throws {RangeError} if there are fewer than 2 values, one is not finite, the level is out of range, an option is
 * unknown, or the interval overflows.
 * @example
 * meanInterval([1, 2, 3]); // { estimate: 2, lower: -0.484…, upper: 4.484…, level: 0.95 }
 */
export function meanInterval(
  values: ArrayLike<number>,
  options: MeanIntervalOptions = {},
): Interval {
  checkOptionNames(options, ['level']);
  const { level = 0.95 } = options;
  checkRepeats('values', values);
  const n = values.length;
  const all = Float64Array.from(values);
  const estimate = meanOf(all);
  const squares = all.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  const half = studentT(level, n - 1) * Math.sqrt(squares / (n - 1) / n);
  checkFinite(Math.abs(estimate) + half, 'interval');
  return { estimate, lower: estimate - half, upper: estimate + half, level };
}

/**
 * How much higher `a` is than `b` on average, repeat by repeat.
 *
 * Pairs cancel what both share, such as data of the same seed, so it sees smaller differences than
 * two intervals side by side. `a` beats `b` where `lower` is above 0.
 *
 * @param a a metric of one method, shape `[nRepeats]`.
 * @param b the same metric of another method on the same repeats, shape `[nRepeats]`.
 * @throws {RangeError} as `meanInterval`, and if the lengths differ.
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: MeanIntervalOptions = {},
): Interval {
  checkList('a', a);
  checkList('b', b);
  if (a.length !== b.length) {
    throw new RangeError(`b must have ${a.length} values as a, got ${b.length}`);
  }
  checkRepeats('a', a);
  checkRepeats('b', b);
  return meanInterval(
    Float64Array.from(a, (value, i) => value - b[i]),
    options,
  );
}

function checkRepeats(name: string, values: ArrayLike<number>): void {
  checkList(name, values);
  if (values.length < 2) {
    throw new RangeError(`${name} must have at least 2 values, got ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${name}[${i}] must be finite, got ${values[i]}`);
    }
  }
}
