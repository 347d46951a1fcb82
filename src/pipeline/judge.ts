import { type BinaryMetrics, binaryMetrics } from '../evaluate/binary-metrics';
import { flag } from '../evaluate/thresholds/flag';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { averagePrecision } from '../metrics/precision-recall';
import { rocAuc } from '../metrics/roc';
import type { Row } from './columns';
import type { FittedPipeline } from './fitted-pipeline';

/** Rows with their labels, and the earlier rows that their windows reach into. */
export interface LabelledRows {
  readonly rows: readonly Row[];
  /** Shape `[rows.length]`. */
  readonly labels: Int32Array;
  readonly history?: readonly Row[];
}

/** How a pipeline does on labelled rows. */
export interface Judgement extends BinaryMetrics {
  readonly nSamples: number;
  readonly nAnomalies: number;
  readonly rocAuc: number;
  readonly averagePrecision: number;
}

/** Scores of labelled rows, with the figures that follow from them. */
export interface JudgedRows {
  /** Shape `[rows.length]`. */
  readonly scores: Float32Array;
  /** Accuracy, precision, recall and F1 are those at the pipeline's threshold. */
  readonly judgement: Judgement;
}

/**
 * Scores labelled rows with a pipeline and compares with the labels.
 *
 * @throws {RangeError} if a class is missing, or labels and rows differ in number.
 */
export async function judge(
  fitted: FittedPipeline<Matrix | Windows>,
  { rows, labels, history }: LabelledRows,
): Promise<JudgedRows> {
  const scores = await fitted.score(rows, history);
  const judgement = {
    nSamples: labels.length,
    nAnomalies: labels.filter((label) => label === 1).length,
    rocAuc: rocAuc(labels, scores),
    averagePrecision: averagePrecision(labels, scores),
    ...binaryMetrics(labels, flag(scores, fitted.threshold)),
  };
  return { scores, judgement };
}
