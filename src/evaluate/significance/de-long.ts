import { checkLevel, checkOptionNames } from '../../check-options';
import { meanOf } from '../../features/mean';
import { countBelow, countUpTo } from '../../features/sorted-search';
import { checkBothClasses, checkLabels, checkSameLength, checkScores } from '../../metrics/check';
import type { Interval } from '../interval';
import { normalQuantile, twoSidedPValue } from './normal';

/** A figure with its standard error, and an interval that takes it for normally distributed. */
export interface DeLong extends Interval {
  readonly standardError: number;
}

/** A difference, and how likely one as large is where there is none. */
export interface DeLongTest extends DeLong {
  /** Two-sided, in [0, 1]. */
  readonly pValue: number;
}

/** How wide an interval is. */
export interface DeLongOptions {
  /** Share of such intervals that hold the true value, (0, 1). Default 0.95. */
  readonly level?: number;
}

/**
 * ROC AUC with DeLong's interval: no resampling, O(n log n).
 *
 * Assumes independent samples, and enough of each class, some tens, for the normal distribution.
 * Cut off at 0 and 1; a perfect detector has an interval of no width, which is too narrow.
 *
 * Source: DeLong, DeLong and Clarke-Pearson 1988, Comparing the areas under two or more correlated
 * receiver operating characteristic curves, eq. 4 to 6.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class has fewer than 2 samples, a
 * score is not finite, the level is out of range, or an option is unknown.
 */
export function rocAucInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: DeLongOptions = {},
): DeLong {
  const { lower, upper, ...rest } = intervalOf(placementsOf(labels, scores, 'scores'), options);
  return { ...rest, lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

/**
 * Whether two detectors differ in ROC AUC on the same samples.
 *
 * The estimate is the first area less the second. Assumes what `rocAucInterval` does; made for
 * detectors that were fixed beforehand, not for the better of many. Where the difference has no
 * variance, as between two perfect detectors, the p-value is 1 if it is 0 and else 0.
 *
 * Source: DeLong, DeLong and Clarke-Pearson 1988, eq. 7; Sun and Xu 2014, Fast implementation of
 * DeLong's algorithm, for ranks in place of all pairs.
 *
 * @throws {RangeError} as `rocAucInterval`.
 */
export function deLongTest(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  options: DeLongOptions = {},
): DeLongTest {
  const a = placementsOf(labels, scoresA, 'scoresA');
  const b = placementsOf(labels, scoresB, 'scoresB');
  const less = (values: Float64Array, others: Float64Array) =>
    values.map((value, i) => value - others[i]);
  const difference = intervalOf(
    { anomalies: less(a.anomalies, b.anomalies), normals: less(a.normals, b.normals) },
    options,
  );
  const { estimate, standardError } = difference;
  const hasSpread = standardError > 1e-12; // below, it is rounding
  const pValue = hasSpread ? twoSidedPValue(estimate / standardError) : estimate === 0 ? 1 : 0;
  return { ...difference, pValue };
}

/** Each sample's share of the other class that it is on the right side of, a tie counting half. */
interface Placements {
  readonly anomalies: Float64Array;
  readonly normals: Float64Array;
}

function placementsOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  name: string,
): Placements {
  checkLabels(labels);
  checkSameLength(labels, scores, name);
  checkScores(scores, name);
  const all = Float64Array.from(scores);
  const anomalies = all.filter((_, i) => labels[i] === 1);
  const normals = all.filter((_, i) => labels[i] === 0);
  checkBothClasses(anomalies.length, normals.length);
  const [sortedAnomalies, sortedNormals] = [anomalies.slice().sort(), normals.slice().sort()];
  return {
    anomalies: anomalies.map((score) => shareBelow(sortedNormals, score)),
    normals: normals.map((score) => 1 - shareBelow(sortedAnomalies, score)),
  };
}

function shareBelow(sorted: Float64Array, value: number): number {
  return (countBelow(sorted, value) + countUpTo(sorted, value)) / 2 / sorted.length;
}

function intervalOf({ anomalies, normals }: Placements, options: DeLongOptions): DeLong {
  checkOptionNames(options, ['level']);
  const { level = 0.95 } = options;
  checkLevel(level);
  const estimate = meanOf(anomalies);
  const standardError = Math.sqrt(squaredError(anomalies) + squaredError(normals));
  const half = normalQuantile((1 + level) / 2) * standardError;
  return { estimate, lower: estimate - half, upper: estimate + half, level, standardError };
}

/** The squared standard error of a mean. */
function squaredError(values: Float64Array): number {
  const n = values.length;
  if (n < 2) throw new RangeError('labels must hold at least two 0 and two 1, got one of a class');
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) / n;
}
