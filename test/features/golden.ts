import { type Matrix, matrix } from '../../src/matrix';
import golden from '../golden/features.json';

/** Rows as JSON holds them; null is NaN. */
type Rows = readonly (readonly (number | null)[])[];

/** What scikit-learn's scaler makes of samples. */
export interface ScalerCase {
  readonly kind: 'standard' | 'minmax' | 'robust';
  readonly train: Rows;
  readonly later: Rows;
  readonly scaled: Rows;
  readonly inverted: Rows;
}

/** What scikit-learn's imputer makes of samples. */
export interface ImputerCase {
  readonly strategy: 'mean' | 'median' | 'constant';
  readonly train: Rows;
  readonly later: Rows;
  readonly filled: Rows;
}

export const scalerCases = golden.scalers as unknown as ScalerCase[];
export const imputerCases = golden.imputers as unknown as ImputerCase[];

/** A matrix of rows from JSON. */
export function matrixOf(rows: Rows): Matrix {
  return matrix(rows.map((row) => row.map((value) => value ?? Number.NaN)));
}

/** The largest difference relative to the size of the expected value, or to 1 if that is less. */
export function largestError(actual: Matrix, expected: Matrix): number {
  if (actual.data.length !== expected.data.length) return Infinity;
  return expected.data.reduce((most, value, i) => {
    const error = Math.abs(actual.data[i] - value) / Math.max(1, Math.abs(value));
    return Math.max(most, error);
  }, 0);
}
