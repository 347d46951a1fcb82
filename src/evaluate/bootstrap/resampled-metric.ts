import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { checkLabelledScores, type ScoreCounts, scoreCounter } from './score-counts';

/** A figure of labels and scores, as `rocAuc`. */
export type Metric = (labels: Int32Array, scores: Float64Array) => number;

/** A figure of the samples with these indices, of both classes and at most as many as there are. */
export type Statistic = (indices: Int32Array) => number;

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
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is not
 * finite.
 */
export function resampledMetric(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  metric: Metric,
  name: string,
): Statistic {
  checkLabelledScores(labels, scores, name);
  const counted = COUNTED.get(metric);
  if (!counted) return byCopies(labels, scores, metric);
  const countsOf = scoreCounter(labels, scores);
  return (indices) => counted(countsOf(indices));
}

function byCopies(labels: ArrayLike<number>, scores: ArrayLike<number>, metric: Metric): Statistic {
  const drawnLabels = new Int32Array(labels.length);
  const drawnScores = new Float64Array(labels.length);
  return (indices) => {
    const n = indices.length;
    for (let j = 0; j < n; j++) {
      drawnLabels[j] = labels[indices[j]];
      drawnScores[j] = scores[indices[j]];
    }
    return metric(drawnLabels.subarray(0, n), drawnScores.subarray(0, n));
  };
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
