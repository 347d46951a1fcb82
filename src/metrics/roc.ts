import { checkBoolean, checkOptionNames } from '../check-options';
import { checkBothClasses } from './check';
import { dropPoints, type RankedCounts, rankedCounts, scoresByClass } from './ranking';

/** How a curve is made. */
export interface CurveOptions {
  /** Leaves out points that the curve's shape does not need. */
  readonly dropIntermediate?: boolean;
}

/**
 * Whether points are left out.
 *
 * @throws {RangeError} if an option is unknown.
 * @throws {TypeError} if the options are no object, or one is neither true nor false.
 */
export function dropsPoints(options: CurveOptions, byDefault: boolean): boolean {
  checkOptionNames(options, ['dropIntermediate']);
  const { dropIntermediate = byDefault } = options;
  checkBoolean('dropIntermediate', dropIntermediate);
  return dropIntermediate;
}

/** Receiver operating characteristic; point `i` flags the scores of at least `thresholds[i]`. */
export interface RocCurve {
  /** Share of normal samples flagged, ascending from 0 to 1, shape `[nPoints]`. */
  readonly falsePositiveRate: Float64Array;
  /** Share of anomalies flagged (recall), ascending from 0 to 1, shape `[nPoints]`. */
  readonly truePositiveRate: Float64Array;
  /** Descending scores, shape `[nPoints]`; the first is Infinity, where nothing is flagged. */
  readonly thresholds: Float64Array;
}

/**
 * The receiver operating characteristic: what share of each class is flagged at every threshold.
 *
 * Says little where anomalies are rare and alerts are read one by one: see `precisionRecallCurve`.
 * Points and thresholds are those of scikit-learn's `roc_curve`, with its `dropIntermediate: true`
 * as the default: points between others on a straight line are left out.
 *
 * Source: Fawcett 2006, An introduction to ROC analysis, algorithm 1.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is
 * not finite, or an option is unknown.
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: CurveOptions = {},
): RocCurve {
  const drops = dropsPoints(options, true);
  const all = rankedCounts(labels, scores);
  const last = all.thresholds.length - 1;
  checkBothClasses(all.truePositives[last], all.falsePositives[last]);
  const counts = drops ? dropPoints(all, (i) => bendsAt(all, i)) : all;
  const thresholds = new Float64Array(counts.thresholds.length + 1);
  thresholds[0] = Infinity;
  thresholds.set(counts.thresholds, 1);
  return {
    falsePositiveRate: ratesFromZero(counts.falsePositives),
    truePositiveRate: ratesFromZero(counts.truePositives),
    thresholds,
  };
}

/**
 * Area under the ROC curve: how often an anomaly scores higher than a normal sample, a tie counting
 * half.
 *
 * 0.5 is chance. Sorting sets the time, O(n log n); the sum is of whole numbers, so it is exact.
 *
 * Source: Hanley and McNeil 1982, the Mann-Whitney statistic U over the number of pairs.
 *
 * @returns in [0, 1].
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is
 * not finite.
 * @example
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { anomalies, normals } = scoresByClass(labels, scores);
  checkBothClasses(anomalies.length, normals.length);
  let nBelow = 0;
  let nUpTo = 0;
  let halfPoints = 0;
  for (let i = 0; i < anomalies.length; i++) {
    while (nBelow < normals.length && normals[nBelow] < anomalies[i]) nBelow++;
    while (nUpTo < normals.length && normals[nUpTo] <= anomalies[i]) nUpTo++;
    halfPoints += nBelow + nUpTo;
  }
  return halfPoints / (2 * anomalies.length * normals.length);
}

/** Not where the step before equals the step after, in both counts. */
function bendsAt({ truePositives, falsePositives }: RankedCounts, i: number): boolean {
  return (
    truePositives[i + 1] - truePositives[i] !== truePositives[i] - truePositives[i - 1] ||
    falsePositives[i + 1] - falsePositives[i] !== falsePositives[i] - falsePositives[i - 1]
  );
}

function ratesFromZero(counts: Int32Array): Float64Array {
  const rates = new Float64Array(counts.length + 1);
  const total = counts[counts.length - 1];
  for (let i = 0; i < counts.length; i++) rates[i + 1] = counts[i] / total;
  return rates;
}
