import { f1, precision, recall } from '../metrics/binary';

/** One line of a table that compares flags; each in [0, 1]. */
export interface BinaryMetrics {
  /** Share of samples flagged right; high where anomalies are rare, even with no flag at all. */
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Accuracy, precision, recall and F1 of the anomalies.
 *
 * @throws {RangeError} if lengths differ or are 0, or a value is not 0 or 1.
 * @example
 * binaryMetrics([0, 0, 1, 1], [0, 1, 1, 1]).accuracy; // 0.75
 */
export function binaryMetrics(labels: ArrayLike<number>, flags: ArrayLike<number>): BinaryMetrics {
  const scores = {
    precision: precision(labels, flags),
    recall: recall(labels, flags),
    f1: f1(labels, flags),
  };
  const nRight = Array.from(labels).filter((label, i) => label === flags[i]).length;
  return { accuracy: nRight / labels.length, ...scores };
}
