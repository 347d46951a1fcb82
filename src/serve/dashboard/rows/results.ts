import type { CellValue, UploadAnswer, UploadColumn } from '../../upload/answer';

/** An event as the model reads it. */
export type Row = Readonly<Record<string, CellValue>>;

/** Scored rows, with what the page asks of them again and again. */
export interface Results extends UploadAnswer {
  /** Ascending. */
  readonly sortedScores: Float64Array;
}

/** Makes an answer ready to be shown. */
export function resultsOf(answer: UploadAnswer): Results {
  return { ...answer, sortedScores: Float64Array.from(answer.scores).sort() };
}

/** How many rows score at or above a threshold. */
export function countAnomalies({ sortedScores }: Results, threshold: number): number {
  let [low, high] = [0, sortedScores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sortedScores[middle] < threshold) low = middle + 1;
    else high = middle;
  }
  return sortedScores.length - low;
}

/** The column of a name. */
export function columnOf({ columns }: Results, name: string): UploadColumn | undefined {
  return columns.find((column) => column.name === name);
}

/** A value of a row. */
export function valueAt({ values, codes }: UploadColumn, row: number): CellValue {
  return values[codes[row]];
}

/** A row as the model reads it. */
export function eventOf({ columns }: Results, row: number): Row {
  const read = columns.filter(({ isRead }) => isRead);
  return Object.fromEntries(read.map((column) => [column.name, valueAt(column, row)]));
}

/** `anomaly` or `normal`. */
export function labelOf({ scores }: Results, row: number, threshold: number): string {
  return scores[row] >= threshold ? 'anomaly' : 'normal';
}
