import { checkBothClasses } from './check';
import { dropPoints, type RankedCounts, rankedCounts } from './ranking';
import { type CurveOptions, dropsPoints } from './roc';

/** Both kinds of error; point `i` flags the scores of at least `thresholds[i]`; shapes `[nPoints]`. */
export interface DetCurve {
  /** Share of normal samples flagged, descending. */
  readonly falsePositiveRate: Float64Array;
  /** Share of anomalies missed, ascending from 0. */
  readonly falseNegativeRate: Float64Array;
  /** Ascending scores; the last is Infinity where even the highest score is a normal sample's. */
  readonly thresholds: Float64Array;
}

/**
 * Detection error tradeoff: the ROC curve as two errors, to be drawn on normal-deviate axes where
 * detectors that are nearly right can still be told apart.
 *
 * From no anomaly missed to no normal sample flagged. Points are those of scikit-learn's
 * `det_curve`; `dropIntermediate` (default false) leaves the first and last point of each
 * false-negative rate.
 *
 * Source: Martin et al. 1997, The DET curve in assessment of detection task performance.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is
 * not finite, or an option is unknown.
 */
export function detCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: CurveOptions = {},
): DetCurve {
  const drops = dropsPoints(options, false);
  const all = fromNothing(rankedCounts(labels, scores));
  const { truePositives: hits, falsePositives: alarms } = all;
  const [nAnomalies, nNormal] = [hits.at(-1)!, alarms.at(-1)!];
  checkBothClasses(nAnomalies, nNormal);
  const counts = drops
    ? dropPoints(all, (i) => hits[i] !== hits[i - 1] || hits[i] !== hits[i + 1])
    : all;
  const first = counts.falsePositives.lastIndexOf(0);
  const last = counts.truePositives.indexOf(nAnomalies);
  const cut = <Values extends Float64Array | Int32Array>(values: Values) =>
    Float64Array.from(values.subarray(first, last + 1)).reverse();
  return {
    falsePositiveRate: cut(counts.falsePositives).map((count) => count / nNormal),
    falseNegativeRate: cut(counts.truePositives).map((count) => (nAnomalies - count) / nAnomalies),
    thresholds: cut(counts.thresholds),
  };
}

/** The counts with a point before, where nothing is flagged. */
function fromNothing(counts: RankedCounts): RankedCounts {
  const size = counts.thresholds.length + 1;
  const longer = {
    thresholds: new Float64Array(size).fill(Infinity),
    truePositives: new Int32Array(size),
    falsePositives: new Int32Array(size),
  };
  longer.thresholds.set(counts.thresholds, 1);
  longer.truePositives.set(counts.truePositives, 1);
  longer.falsePositives.set(counts.falsePositives, 1);
  return longer;
}
