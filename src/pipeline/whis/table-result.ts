import type { FittedDetector } from '../../detectors/detector';
import { flag } from '../../evaluate/thresholds/flag';
import type { Matrix } from '../../matrix';
import { precision, recall } from '../../metrics/binary';
import { rocAuc } from '../../metrics/roc';
import type { Row } from '../columns';
import { describeValue } from '../encoder';
import type { FittedPipeline } from '../fitted-pipeline';

/** Figures of one table; null where rows have no `is_suspicious`, or all have the same. */
export interface WhisTableResult {
  /** ROC AUC of the scores. */
  readonly auc: number | null;
  /** Share of the flags that are suspicious. */
  readonly precision: number | null;
  /** Share of the suspicious that are flagged. */
  readonly recall: number | null;
  /** Names of the features behind the columns. */
  readonly features: readonly string[];
  /** How many rows there were. */
  readonly samples: number;
}

/**
 * Judges a table's pipeline by the `is_suspicious` of the rows.
 *
 * @throws {TypeError} naming the row, if it is there and neither true, false, 1 nor 0.
 */
export async function resultOf(
  { score, threshold, featureNames }: FittedPipeline<Matrix, FittedDetector>,
  rows: readonly Row[],
): Promise<WhisTableResult> {
  const common = { features: featureNames, samples: rows.length };
  const scores = await score(rows);
  const labels = labelsOf(rows);
  if (new Set(labels).size < 2) return { auc: null, precision: null, recall: null, ...common };
  const flags = flag(scores, threshold);
  return {
    auc: rocAuc(labels, scores),
    precision: precision(labels, flags),
    recall: recall(labels, flags),
    ...common,
  };
}

/** Empty where not all rows have one. */
function labelsOf(rows: readonly Row[]): Int32Array {
  if (!rows.every((row) => 'is_suspicious' in row)) return new Int32Array();
  return Int32Array.from(rows as readonly { is_suspicious: unknown }[], ({ is_suspicious }, i) => {
    const label = Number(is_suspicious);
    if (typeof is_suspicious !== 'string' && (label === 0 || label === 1)) return label;
    throw new TypeError(
      `row ${i}: is_suspicious must be true or false, got ${describeValue(is_suspicious)}`,
    );
  });
}
