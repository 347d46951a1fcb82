import { checkNumber } from '../check-options';
import { binaryCounts, ratio } from './binary-counts';

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
 * Share of normal samples that are not flagged; 1 minus the false-positive rate.
 *
 * @returns in [0, 1]; 0 where there is no normal sample, as scikit-learn's recall of class 0.
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function specificity(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const { trueNegatives, falsePositives } = binaryCounts(labels, predictions);
  return ratio(trueNegatives, trueNegatives + falsePositives);
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
 * Harmonic mean of precision and recall, recall weighing `beta` squared times as much.
 *
 * Source: Van Rijsbergen 1979, Information retrieval, chapter 7.
 *
 * @param beta - Above 0; 2 where a missed anomaly is worse than a false alert, 0.5 the other way.
 * @returns in [0, 1]; 0 where there is neither an anomaly nor a flag, as in scikit-learn.
 * @throws {RangeError} if lengths differ or are 0, a value is not 0 or 1, or `beta` is out of range.
 * @example
 * fBeta([0, 1, 1, 1, 1], [0, 1, 0, 0, 1], 2); // 0.5555555555555556
 */
export function fBeta(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  beta: number,
): number {
  checkNumber('beta', beta, 0, Infinity, '()');
  const { truePositives, falsePositives, falseNegatives } = binaryCounts(labels, predictions);
  const weight = beta ** 2;
  const right = (1 + weight) * truePositives;
  return ratio(right, right + falsePositives + weight * falseNegatives);
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
