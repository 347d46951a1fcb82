import { checkBothClasses } from '../../metrics/check';
import { rankedCounts } from '../../metrics/ranking';

/**
 * The score with the highest geometric mean of recall and specificity, of all the distinct scores:
 * a balanced point on the ROC curve.
 *
 * Does not depend on how frequent anomalies are, and so takes no heed of how many false alerts
 * come with each right one: where anomalies are rare, `bestF1Threshold` flags far fewer. Of scores
 * with the same mean, the highest. On the test samples it must not be chosen anew.
 *
 * Source: Kubat and Matwin 1997, Addressing the curse of imbalanced training sets.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is
 * not finite.
 * @example
 * bestGMeanThreshold([0, 0, 0, 1, 1], [0.1, 0.4, 0.5, 0.45, 0.8]); // 0.45
 */
export function bestGMeanThreshold(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { thresholds, truePositives, falsePositives } = rankedCounts(labels, scores);
  const last = thresholds.length - 1;
  checkBothClasses(truePositives[last], falsePositives[last]);
  let best = 0;
  let bestProduct = -1;
  for (let i = 0; i < thresholds.length; i++) {
    const product = truePositives[i] * (falsePositives[last] - falsePositives[i]);
    if (product > bestProduct) {
      bestProduct = product;
      best = i;
    }
  }
  return thresholds[best];
}
