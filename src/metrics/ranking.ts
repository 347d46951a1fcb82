import { checkLabels, checkSameLength, checkScores } from './check';

/** Scores of anomalies and of normal samples apart, each in ascending order. */
export interface ScoresByClass {
  /** Scores of the samples labelled 1, shape `[nAnomalies]`. */
  readonly anomalies: Float64Array;
  /** Scores of the samples labelled 0, shape `[nNormal]`. */
  readonly normals: Float64Array;
}

/** What is flagged at each distinct score, from the highest down; every array has shape `[nThresholds]`. */
export interface RankedCounts {
  /** The distinct scores, descending; a sample is flagged where its score is at least this. */
  readonly thresholds: Float64Array;
  /** Anomalies flagged, ascending. */
  readonly truePositives: Int32Array;
  /** Normal samples flagged, ascending. */
  readonly falsePositives: Int32Array;
}

/**
 * Parts the scores by label and sorts each part.
 *
 * Two native sorts of plain numbers need neither a comparator nor an index.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, or a score is not finite.
 */
export function scoresByClass(labels: ArrayLike<number>, scores: ArrayLike<number>): ScoresByClass {
  checkLabels(labels);
  checkSameLength(labels, scores, 'scores');
  checkScores(scores);
  const both = new Float64Array(labels.length);
  let nNormal = 0;
  let next = labels.length;
  for (let i = 0; i < labels.length; i++) {
    both[labels[i] === 0 ? nNormal++ : --next] = scores[i] + 0; // -0 becomes 0
  }
  return {
    normals: both.subarray(0, nNormal).sort(),
    anomalies: both.subarray(nNormal).sort(),
  };
}

/**
 * Counts true and false positives at every distinct score; tied samples are flagged together.
 *
 * The one pass that all curves are made from.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, or a score is not finite.
 */
export function rankedCounts(labels: ArrayLike<number>, scores: ArrayLike<number>): RankedCounts {
  const { anomalies, normals } = scoresByClass(labels, scores);
  const thresholds = new Float64Array(labels.length);
  const truePositives = new Int32Array(labels.length);
  const falsePositives = new Int32Array(labels.length);
  let anomaly = anomalies.length - 1;
  let normal = normals.length - 1;
  let size = 0;
  while (anomaly >= 0 || normal >= 0) {
    const takesNormal = anomaly < 0 || (normal >= 0 && normals[normal] > anomalies[anomaly]);
    const threshold = takesNormal ? normals[normal] : anomalies[anomaly];
    while (anomaly >= 0 && anomalies[anomaly] === threshold) anomaly--;
    while (normal >= 0 && normals[normal] === threshold) normal--;
    thresholds[size] = threshold;
    truePositives[size] = anomalies.length - 1 - anomaly;
    falsePositives[size] = normals.length - 1 - normal;
    size++;
  }
  return {
    thresholds: thresholds.slice(0, size),
    truePositives: truePositives.slice(0, size),
    falsePositives: falsePositives.slice(0, size),
  };
}

/**
 * The counts without the inner points that a curve does not need; the first and last stay.
 *
 * @param needs - Whether a curve bends at inner point `i`.
 */
export function dropPoints(counts: RankedCounts, needs: (i: number) => boolean): RankedCounts {
  const last = counts.thresholds.length - 1;
  const keep = (_: number, i: number) => i === 0 || i === last || needs(i);
  return {
    thresholds: counts.thresholds.filter(keep),
    truePositives: counts.truePositives.filter(keep),
    falsePositives: counts.falsePositives.filter(keep),
  };
}
