import { checkNumber } from '../check-options';
import { rocCurve } from './roc';

/**
 * Area under the ROC curve up to a false-positive rate, put on the scale of the whole area.
 *
 * For detectors whose alerts are read: what happens at high rates is of no use there. 0.5 is chance
 * and 1 is perfect at any rate; below 0.5 the scale is stretched and may go under 0.
 *
 * Source: McClish 1989, Analyzing a portion of the ROC curve, as scikit-learn's `max_fpr`.
 *
 * @param maxFalsePositiveRate - (0, 1]; 1 gives `rocAuc`.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is not
 * finite, or the rate is out of range.
 */
export function partialRocAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  maxFalsePositiveRate: number,
): number {
  const end = maxFalsePositiveRate;
  checkNumber('maxFalsePositiveRate', end, 0, 1, '(]');
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(labels, scores);
  let area = 0;
  for (let i = 1; i < x.length && x[i - 1] < end; i++) {
    const width = Math.min(x[i], end) - x[i - 1];
    const slope = x[i] > x[i - 1] ? (y[i] - y[i - 1]) / (x[i] - x[i - 1]) : 0;
    area += width * (y[i - 1] + (slope * width) / 2);
  }
  const byChance = end ** 2 / 2;
  return (1 + (area - byChance) / (end - byChance)) / 2;
}
