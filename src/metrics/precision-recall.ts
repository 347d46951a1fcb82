import { checkHasAnomalies } from './check';
import { dropPoints, type RankedCounts, rankedCounts } from './ranking';
import { type CurveOptions, dropsPoints } from './roc';

/** Precision against recall; point `i` flags the scores of at least `thresholds[i]`. */
export interface PrecisionRecallCurve {
  /** Share of flagged samples that are anomalies, shape `[nThresholds + 1]`; the last is 1. */
  readonly precision: Float64Array;
  /** Share of anomalies flagged, descending, shape `[nThresholds + 1]`; the last is 0. */
  readonly recall: Float64Array;
  /** Distinct scores, ascending, shape `[nThresholds]`. */
  readonly thresholds: Float64Array;
}

/**
 * Precision and recall at every threshold.
 *
 * The curve to look at where anomalies are rare. Points, their order and the closing point
 * (recall 0, precision 1, no threshold) are those of scikit-learn's `precision_recall_curve`;
 * `dropIntermediate` (default false) leaves the first and last point of each recall.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, no label is 1, a score is not
 * finite, or an option is unknown.
 */
export function precisionRecallCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: CurveOptions = {},
): PrecisionRecallCurve {
  const drops = dropsPoints(options, false);
  const all = rankedCounts(labels, scores);
  const nAnomalies = checkAnomalies(all);
  const counts = drops ? dropPoints(all, (i) => changesAt(all, i)) : all;
  const { truePositives, falsePositives, thresholds } = counts;
  const size = thresholds.length;
  const precision = new Float64Array(size + 1).fill(1);
  const recall = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    precision[size - 1 - i] = truePositives[i] / (truePositives[i] + falsePositives[i]);
    recall[size - 1 - i] = truePositives[i] / nAnomalies;
  }
  return { precision, recall, thresholds: thresholds.slice().reverse() };
}

/**
 * Average precision: precision at each threshold, weighted by the recall gained there.
 *
 * A detector that guesses gets the share of anomalies, so values compare only on the same labels.
 * No interpolation between points, as scikit-learn's `average_precision_score` has it.
 *
 * @returns in (0, 1].
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, no label is 1, or a score is not
 * finite.
 * @example
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.8333333333333333
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const counts = rankedCounts(labels, scores);
  const nAnomalies = checkAnomalies(counts);
  const { truePositives, falsePositives } = counts;
  let sum = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const gained = truePositives[i] - (i === 0 ? 0 : truePositives[i - 1]);
    if (gained > 0) sum += (gained * truePositives[i]) / (truePositives[i] + falsePositives[i]);
  }
  return sum / nAnomalies;
}

function checkAnomalies({ truePositives }: RankedCounts): number {
  const nAnomalies = truePositives[truePositives.length - 1];
  checkHasAnomalies(nAnomalies);
  return nAnomalies;
}

/** Where the recall differs from that of a neighbour. */
function changesAt({ truePositives }: RankedCounts, i: number): boolean {
  return truePositives[i] !== truePositives[i - 1] || truePositives[i] !== truePositives[i + 1];
}
