import type { Category } from '../features/categories';
import {
  applyImputer,
  fitImputer,
  type ImputerState,
  type ImputerStrategy,
} from '../features/impute';
import type { Matrix } from '../matrix';
import {
  applyEncoder,
  type ColumnKind,
  describeValue,
  type EncoderState,
  encodedNames,
  fitEncoder,
} from './encoder';

/** One sample by the names of its columns, as read from a table or sent to a service. */
export type Row = Readonly<object>;

/** What stands in for missing numbers (null or NaN); `none` refuses them. */
export type MissingValues = 'none' | ImputerStrategy;

/** How rows become numbers: plain JSON. Numeric columns come first, then each encoder's. */
export interface ColumnsState {
  readonly numeric: readonly string[];
  readonly imputer: ImputerState | null;
  readonly encoders: Readonly<Record<string, EncoderState>>;
}

/**
 * Learns encoders and imputer from training rows.
 *
 * @throws {RangeError} if there are no rows or no columns, or a number is missing or infinite where
 * it may not be; row and column are named.
 * @throws {TypeError} if a row lacks a column, or a value is of the wrong type; both are named.
 */
export function fitColumns(
  rows: readonly Row[],
  columns: Readonly<Record<string, ColumnKind>>,
  missing: MissingValues = 'none',
): ColumnsState {
  checkRows(rows);
  if (rows.length === 0) throw new RangeError('rows must not be empty, got 0 rows');
  const names = Object.keys(columns);
  if (names.length === 0) throw new RangeError('columns must not be empty, got none');
  const numeric = names.filter((name) => columns[name] === 'numeric');
  const encoders = names
    .filter((name) => columns[name] !== 'numeric')
    .map((name) => [name, fitEncoder(columns[name], name, categoryColumn(rows, name))] as const);
  const numbers = numericColumns(rows, numeric, missing !== 'none');
  const imputer =
    missing === 'none' || numeric.length === 0
      ? null
      : fitImputer(numbers, missing, { columns: numeric });
  return { numeric, imputer, encoders: Object.fromEntries(encoders) };
}

/**
 * Turns rows into numbers.
 *
 * @returns shape `[rows.length, featureNamesOf(state).length]`.
 * @throws {RangeError} if a number is missing or infinite where it may not be; row and column are named.
 * @throws {TypeError} if a row lacks a column, or a value is of the wrong type; both are named.
 */
export function applyColumns(state: ColumnsState, rows: readonly Row[]): Matrix {
  checkRows(rows);
  const numbers = numericColumns(rows, state.numeric, state.imputer !== null);
  return encodeColumns(state, numbers, (name) => categoryColumn(rows, name));
}

/**
 * The same of values that are in columns already.
 *
 * @param numbers of the numeric columns, shape `[nSamples, state.numeric.length]`; NaN only where there
 * is an imputer.
 * @param categoriesOf the values of another column, shape `[nSamples]`.
 * @internal
 */
export function encodeColumns(
  { imputer, encoders }: ColumnsState,
  numbers: Matrix,
  categoriesOf: (name: string) => readonly Category[],
): Matrix {
  const parts = [imputer ? applyImputer(imputer, numbers) : numbers];
  for (const [name, encoder] of Object.entries(encoders)) {
    parts.push(applyEncoder(encoder, name, categoriesOf(name)));
  }
  return joinFeatures(parts, numbers.nSamples);
}

/** Names of the features that `applyColumns` makes, in order. */
export function featureNamesOf({ numeric, encoders }: ColumnsState): string[] {
  return [
    ...numeric,
    ...Object.entries(encoders).flatMap(([name, encoder]) => encodedNames(encoder, name)),
  ];
}

function checkRows(rows: unknown): void {
  if (!Array.isArray(rows)) {
    throw new TypeError(`rows must be an array of objects, got ${describeValue(rows)}`);
  }
}

function numericColumns(
  rows: readonly Row[],
  names: readonly string[],
  mayBeMissing: boolean,
): Matrix {
  const data = new Float64Array(rows.length * names.length);
  rows.forEach((row, i) => {
    names.forEach((name, j) => {
      data[i * names.length + j] = numberOf(row, name, i, mayBeMissing);
    });
  });
  return { data, nSamples: rows.length, nFeatures: names.length };
}

function numberOf(row: Row, name: string, index: number, mayBeMissing: boolean): number {
  const value = cellOf(row, name, index);
  const number = typeof value === 'boolean' || typeof value === 'bigint' ? Number(value) : value;
  if (number === null || Number.isNaN(number)) {
    if (mayBeMissing) return Number.NaN;
    throw new RangeError(
      `row ${index}, column "${name}" must be a number, got ${number}; an imputer fills missing values`,
    );
  }
  if (typeof number !== 'number') {
    throw new TypeError(
      `row ${index}, column "${name}" must be a number, got ${describeValue(value)}`,
    );
  }
  if (!Number.isFinite(number)) {
    throw new RangeError(`row ${index}, column "${name}" must be finite, got ${number}`);
  }
  return number;
}

function categoryColumn(rows: readonly Row[], name: string): Category[] {
  return rows.map((row, i) => {
    const value = cellOf(row, name, i);
    const type = typeof value;
    if (value === null || type === 'string' || type === 'boolean' || Number.isFinite(value)) {
      return value as Category;
    }
    throw new TypeError(
      `row ${i}, column "${name}" must be a category, got ${describeValue(value)}`,
    );
  });
}

/**
 * The value in a column of a row.
 *
 * @throws {TypeError} if it is no row, or lacks the column; row and column are named.
 */
export function cellOf(row: Row, name: string, index: number): unknown {
  if (row === null || typeof row !== 'object' || Array.isArray(row)) {
    throw new TypeError(`row ${index} must be an object of columns, got ${describeValue(row)}`);
  }
  const value = Object.hasOwn(row, name) ? row[name as keyof Row] : undefined;
  if (value === undefined) {
    const known = Object.keys(row).slice(0, 12).join(', ') || 'nothing';
    throw new TypeError(`row ${index}: column "${name}" missing; it has ${known}`);
  }
  return value;
}

function joinFeatures(parts: readonly Matrix[], nSamples: number): Matrix {
  if (parts.length === 1) return parts[0];
  const nFeatures = parts.reduce((sum, part) => sum + part.nFeatures, 0);
  const data = new Float64Array(nSamples * nFeatures);
  let offset = 0;
  for (const part of parts) {
    for (let i = 0, from = 0; i < nSamples; i++) {
      const to = i * nFeatures + offset;
      for (let j = 0; j < part.nFeatures; j++) data[to + j] = part.data[from++];
    }
    offset += part.nFeatures;
  }
  return { data, nSamples, nFeatures };
}
