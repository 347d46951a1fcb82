import { checkShare } from '../check-options';
import { checkBothClasses } from './check';
import { scoresByClass } from './ranking';

/**
 * The share of anomalies found when at most a share `rate` of normal samples is flagged.
 *
 * The highest recall of any threshold within the rate; points of the ROC curve are not joined, so
 * that a threshold with this recall exists. With n normal samples, rates below 1 / n are 0.
 *
 * @param rate - For example 0.01 or 0.05; [0, 1].
 * @returns in [0, 1].
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is not
 * finite, or the rate is out of range.
 * @example
 * recallAtFalsePositiveRate([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.05); // 0.5
 */
export function recallAtFalsePositiveRate(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  rate: number,
): number {
  checkShare('rate', rate);
  const { anomalies, normals } = scoresByClass(labels, scores);
  checkBothClasses(anomalies.length, normals.length);
  const nAllowed = Math.floor(rate * normals.length + 1e-9); // 0.29 · 100 is 28.999…
  if (nAllowed === normals.length) return 1;
  const highestRefused = normals[normals.length - 1 - nAllowed];
  const nFound = anomalies.filter((score) => score > highestRefused).length;
  return nFound / anomalies.length;
}
