import { checkLabels, checkSameLength } from './check';

/** Samples by label and flag. */
export interface BinaryCounts {
  /** Anomalies that are flagged. */
  readonly truePositives: number;
  /** Normal samples that are flagged. */
  readonly falsePositives: number;
  /** Anomalies that are not. */
  readonly falseNegatives: number;
  /** Normal samples that are not. */
  readonly trueNegatives: number;
}

/**
 * Counts samples by label and flag: what all metrics of flags are made from.
 *
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 */
export function binaryCounts(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): BinaryCounts {
  checkLabels(labels);
  checkSameLength(labels, predictions, 'predictions');
  checkLabels(predictions, 'predictions');
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) counts[2 * labels[i] + predictions[i]]++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** A part of a whole; 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
