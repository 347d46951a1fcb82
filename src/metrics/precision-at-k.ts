import { checkInteger } from '../check-options';
import { checkHasAnomalies } from './check';
import { rankedCounts } from './ranking';

/**
 * Precision among the `k` highest scores: what share of an alert list of that length is right.
 *
 * Where scores tie across the end of the list, the value expected if the tied samples stood in
 * random order.
 *
 * Source: McSherry and Najork 2008, Computing information retrieval performance measures
 * efficiently in the presence of tied scores, precision at k.
 *
 * @returns in [0, 1].
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a score is not finite, or `k` is
 * not an integer in [1, nSamples].
 * @example
 * precisionAtK([0, 1, 1, 0], [0.9, 0.8, 0.7, 0.1], 2); // 0.5
 */
export function precisionAtK(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  k: number,
): number {
  return foundAtK(labels, scores, k) / k;
}

/**
 * The share of all anomalies that is among the `k` highest scores.
 *
 * Where scores tie across the end of the list, as `precisionAtK`.
 *
 * @returns in [0, 1]; 1 is out of reach where there are more anomalies than `k`.
 * @throws {RangeError} as `precisionAtK`, and if no label is 1.
 * @example
 * recallAtK([0, 1, 1, 0], [0.9, 0.8, 0.7, 0.1], 2); // 0.5
 */
export function recallAtK(labels: ArrayLike<number>, scores: ArrayLike<number>, k: number): number {
  const found = foundAtK(labels, scores, k);
  let nAnomalies = 0;
  for (let i = 0; i < labels.length; i++) nAnomalies += labels[i];
  checkHasAnomalies(nAnomalies);
  return found / nAnomalies;
}

/** Anomalies expected among the `k` highest scores. */
function foundAtK(labels: ArrayLike<number>, scores: ArrayLike<number>, k: number): number {
  const { truePositives, falsePositives } = rankedCounts(labels, scores);
  checkInteger('k', k, 1, labels.length);
  const end = truePositives.findIndex((count, i) => count + falsePositives[i] >= k);
  const sure = end === 0 ? 0 : truePositives[end - 1];
  const nAbove = end === 0 ? 0 : sure + falsePositives[end - 1];
  const nTied = truePositives[end] + falsePositives[end] - nAbove;
  return sure + ((k - nAbove) * (truePositives[end] - sure)) / nTied;
}
