import { countBelow } from '../../features/sorted-search';
import { checkBothClasses, checkLabels, checkSameLength, checkScores } from '../../metrics/check';

/** Normal samples and anomalies at each distinct score, ascending. */
export interface ScoreCounts {
  readonly normals: Int32Array;
  readonly anomalies: Int32Array;
}

/**
 * Refuses labels and scores that no figure of both classes could be made of.
 *
 * @param name - Stands in messages about the scores.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is not
 * finite.
 */
export function checkLabelledScores(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  name = 'scores',
): void {
  checkLabels(labels);
  checkSameLength(labels, scores, name);
  checkScores(scores, name);
  const nAnomalies = Int32Array.from(labels).reduce((sum, label) => sum + label, 0);
  checkBothClasses(nAnomalies, labels.length - nAnomalies);
}

/** Counts of some of the samples; each call fills the same arrays. */
export interface ScoreCounter {
  /** Of the samples with these indices, each as often as it is among them. */
  readonly countsOf: (indices: Int32Array) => ScoreCounts;
  /** Of all samples but those with these indices, which differ. */
  readonly countsWithout: (indices: Int32Array) => ScoreCounts;
}

/** Ranks all samples once, so that each resample is only counted, O(n). */
export function scoreCounter(labels: ArrayLike<number>, scores: ArrayLike<number>): ScoreCounter {
  const sorted = Float64Array.from(scores, (score) => score + 0).sort(); // -0 becomes 0
  const distinct = sorted.filter((score, i) => i === 0 || score !== sorted[i - 1]);
  const nRanks = distinct.length;
  // The place of a sample's count: its rank, anomalies after all normal samples.
  const places = Int32Array.from(
    labels,
    (label, i) => label * nRanks + countBelow(distinct, scores[i]),
  );
  const counts = new Int32Array(2 * nRanks);
  const drawn = { normals: counts.subarray(0, nRanks), anomalies: counts.subarray(nRanks) };
  const total = new Int32Array(2 * nRanks);
  for (const place of places) total[place]++;
  return {
    countsOf: (indices) => {
      counts.fill(0);
      for (let j = 0; j < indices.length; j++) counts[places[indices[j]]]++;
      return drawn;
    },
    countsWithout: (indices) => {
      counts.set(total);
      for (let j = 0; j < indices.length; j++) counts[places[indices[j]]]--;
      return drawn;
    },
  };
}
