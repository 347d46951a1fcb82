import { checkFunction } from '../../check-options';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { checkLabelledScores, type ScoreCounts, scoreCounter } from './score-counts';

/** A figure of labels and scores, as `rocAuc`. */
export type Metric = (labels: Int32Array, scores: Float64Array) => number;

/** A figure of some of the samples, of both classes and at most as many as there are. */
export interface Statistic {
  /** Of the samples with these indices. */
  readonly of: (indices: Int32Array) => number;
  /** Of all samples but those with these indices, which differ. */
  readonly without: (indices: Int32Array) => number;
}

type CountedMetric = (counts: ScoreCounts) => number;

/** Metrics that need no sorting once the ranks are known; the same to the last digit. */
const COUNTED = new Map<Metric, CountedMetric>([
  [rocAuc, rocAucOfCounts],
  [averagePrecision, averagePrecisionOfCounts],
]);

/**
 * The metric as a function of which samples are drawn.
 *
 * For `rocAuc` and `averagePrecision` all samples are ranked once and each resample only counted,
 * O(n); any other metric gets the drawn labels and scores, in arrays that are used again.
 *
 * @param name - Stands in messages about the scores.
 * @returns a statistic that throws a RangeError where the metric is no finite number.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is not
 * finite.
 * @throws {TypeError} if the metric is no function.
 */
export function resampledMetric(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  metric: Metric,
  name: string,
): Statistic {
  checkLabelledScores(labels, scores, name);
  checkFunction('metric', metric);
  const counted = COUNTED.get(metric);
  if (!counted) return byCopies(labels, scores, metric);
  const { countsOf, countsWithout } = scoreCounter(labels, scores);
  return {
    of: (indices) => counted(countsOf(indices)),
    without: (indices) => counted(countsWithout(indices)),
  };
}

function byCopies(labels: ArrayLike<number>, scores: ArrayLike<number>, metric: Metric): Statistic {
  const drawnLabels = new Int32Array(labels.length);
  const drawnScores = new Float64Array(labels.length);
  const of = (indices: Int32Array) => {
    const n = indices.length;
    for (let j = 0; j < n; j++) {
      drawnLabels[j] = labels[indices[j]];
      drawnScores[j] = scores[indices[j]];
    }
    const value = metric(drawnLabels.subarray(0, n), drawnScores.subarray(0, n));
    if (Number.isFinite(value)) return value;
    throw new RangeError(`metric must be finite for every resample, got ${value}`);
  };
  const all = Int32Array.from(drawnLabels.keys());
  const isLeft = new Uint8Array(labels.length);
  const without = (indices: Int32Array) => {
    isLeft.fill(0);
    for (const i of indices) isLeft[i] = 1;
    return of(all.filter((i) => isLeft[i] === 0));
  };
  return { of, without };
}

function rocAucOfCounts({ normals, anomalies }: ScoreCounts): number {
  let halfPoints = 0;
  let nBelowRank = 0;
  let nAnomalies = 0;
  for (let rank = 0; rank < normals.length; rank++) {
    halfPoints += anomalies[rank] * (2 * nBelowRank + normals[rank]);
    nBelowRank += normals[rank];
    nAnomalies += anomalies[rank];
  }
  return halfPoints / (2 * nAnomalies * nBelowRank);
}

function averagePrecisionOfCounts({ normals, anomalies }: ScoreCounts): number {
  let sum = 0;
  let nFlagged = 0;
  let nFound = 0;
  for (let rank = normals.length - 1; rank >= 0; rank--) {
    nFlagged += normals[rank] + anomalies[rank];
    nFound += anomalies[rank];
    if (anomalies[rank] > 0) sum += (anomalies[rank] * nFound) / nFlagged;
  }
  return sum / nFound;
}
