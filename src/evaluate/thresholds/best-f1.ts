import { checkHasAnomalies } from '../../metrics/check';
import { rankedCounts } from '../../metrics/ranking';

/**
 * The score with the highest F1 on labelled validation samples, of all the distinct scores.
 *
 * Assumes that anomalies are as frequent in later data as here: F1 depends on their share. Of
 * scores with the same F1, the highest, with the fewest flags. On the test samples it must not be
 * chosen anew.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, no label is 1, or a score is not
 * finite.
 * @example
 * bestF1Threshold([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.35
 */
export function bestF1Threshold(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { thresholds, truePositives, falsePositives } = rankedCounts(labels, scores);
  const nAnomalies = truePositives[truePositives.length - 1];
  checkHasAnomalies(nAnomalies);
  let best = 0;
  let bestF1 = 0;
  for (let i = 0; i < thresholds.length; i++) {
    const f1 = (2 * truePositives[i]) / (truePositives[i] + falsePositives[i] + nAnomalies);
    if (f1 > bestF1) {
      bestF1 = f1;
      best = i;
    }
  }
  return thresholds[best];
}
