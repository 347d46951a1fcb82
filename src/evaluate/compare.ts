import { checkOptionNames } from '../check-options';
import { checkLabels } from '../metrics/check';
import { precisionAtK } from '../metrics/precision-at-k';
import { averagePrecision } from '../metrics/precision-recall';
import { rocAuc } from '../metrics/roc';

/** One line of a table of detectors. */
export interface ScoreTableRow {
  readonly detector: string;
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** Precision among the `k` highest scores. */
  readonly precisionAtK: number;
}

/**
 * How well the scores of several detectors rank the same samples, in the order given.
 *
 * @param options - `k`: length of the alert list, default the number of anomalies.
 * @throws {RangeError} if a label is not 0 or 1, a detector's scores do not fit the labels (named by detector), or an
 * option is unknown or out of range.
 */
export function scoreTable(
  scoresByDetector: Readonly<Record<string, ArrayLike<number>>>,
  labels: ArrayLike<number>,
  options: { readonly k?: number } = {},
): ScoreTableRow[] {
  checkOptionNames(options, ['k']);
  checkLabels(labels);
  const k = options.k ?? Array.from(labels).reduce((sum, label) => sum + label, 0);
  return Object.entries(scoresByDetector).map(([detector, scores]) => {
    try {
      return {
        detector,
        rocAuc: rocAuc(labels, scores),
        averagePrecision: averagePrecision(labels, scores),
        precisionAtK: precisionAtK(labels, scores, k),
      };
    } catch (error) {
      throw new RangeError(`${detector}: ${(error as Error).message}`);
    }
  });
}
