import { checkLabels, checkSameLength } from './check';

/**
 * Share of flagged samples that are anomalies.
 *
 * @returns in [0, 1]; 0 where nothing is flagged, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function precision(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const { truePositives, falsePositives } = binaryCounts(labels, predictions);
  return ratio(truePositives, truePositives + falsePositives);
}

/**
 * Share of anomalies that are flagged.
 *
 * @returns in [0, 1]; 0 where there is no anomaly, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function recall(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const { truePositives, falseNegatives } = binaryCounts(labels, predictions);
  return ratio(truePositives, truePositives + falseNegatives);
}

/**
 * Harmonic mean of precision and recall.
 *
 * @returns in [0, 1]; 0 where there is neither an anomaly nor a flag, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function f1(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const { truePositives, falsePositives, falseNegatives } = binaryCounts(labels, predictions);
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/**
 * Mean of the recall of anomalies and the recall of normal samples; 0.5 is chance.
 *
 * @returns in [0, 1]; the one recall there is where a class is missing, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function balancedAccuracy(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): number {
  const counts = binaryCounts(labels, predictions);
  const nAnomalies = counts.truePositives + counts.falseNegatives;
  const nNormal = counts.trueNegatives + counts.falsePositives;
  const sum = ratio(counts.truePositives, nAnomalies) + ratio(counts.trueNegatives, nNormal);
  return nAnomalies === 0 || nNormal === 0 ? sum : sum / 2;
}

/**
 * Matthews correlation of labels and predictions; 0 is chance.
 *
 * Source: Matthews 1975, Comparison of the predicted and observed secondary structure of T4 phage
 * lysozyme.
 *
 * @returns in [-1, 1]; 0 where labels or predictions are all of one class, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function matthews(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const counts = binaryCounts(labels, predictions);
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = counts;
  const spread = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return ratio(tp * tn - fp * fn, spread);
}

interface BinaryCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

function binaryCounts(labels: ArrayLike<number>, predictions: ArrayLike<number>): BinaryCounts {
  checkLabels(labels);
  checkSameLength(labels, predictions, 'predictions');
  checkLabels(predictions, 'predictions');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) counts[2 * labels[i] + predictions[i]]++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
