/** What is wrong with a cell, or with a whole line. */
export interface UploadError {
  /** Line of the file where the record begins; the header is 1. */
  readonly line: number;
  /** Null where it is the line as a whole. */
  readonly column: string | null;
  /** What must be, and what came. */
  readonly message: string;
}

/** A value as the model reads it; of columns that it does not read, the text. */
export type CellValue = string | number | boolean | null;

/** A column of the file: its distinct values, and for each row which one. */
export interface UploadColumn {
  readonly name: string;
  /** Whether the model reads it. */
  readonly isRead: boolean;
  readonly values: readonly CellValue[];
  /** Index into `values`, shape `[nRows]`. */
  readonly codes: readonly number[];
}

/** The rows of a file with their scores, in columns. */
export interface UploadAnswer {
  readonly model: string;
  /** A score at or above it is labelled 1. */
  readonly threshold: number;
  /** Rows that were scored: those without errors. */
  readonly nRows: number;
  /** All errors, of which `errors` has the first 1,000. */
  readonly nErrors: number;
  readonly errors: readonly UploadError[];
  /** Columns of the file that are left out of `columns`. */
  readonly nHiddenColumns: number;
  /** Line of the file where each row begins, shape `[nRows]`. */
  readonly lines: readonly number[];
  /** Higher is more anomalous, shape `[nRows]`. */
  readonly scores: readonly number[];
  /** Share of normal events that score at least as high, shape `[nRows]`. */
  readonly pValues: readonly number[];
  /** 1 is an anomaly, shape `[nRows]`. */
  readonly labels: readonly number[];
  readonly columns: readonly UploadColumn[];
}
