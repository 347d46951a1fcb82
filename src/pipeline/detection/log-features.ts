import { columnOf } from '../../features/column';
import { applyFrequencyEncoder, fitFrequencyEncoder } from '../../features/frequency-encoder';
import { applyImputer } from '../../features/impute';
import { quantileOfSorted } from '../../features/quantile';
import { applyScaler, fitScaler } from '../../features/scale';
import { type Matrix, takeRows } from '../../matrix';
import type { ColumnChoice } from './choose-columns';
import type { LogRows } from './log-rows';

/** Training and test rows as detectors get them. */
export interface SplitFeatures {
  readonly train: Matrix;
  readonly test: Matrix;
}

/**
 * Turns rows into numbers by what the training rows say alone: shares of values, medians in place of missing numbers,
 * then mean 0 and standard deviation 1.
 *
 * @param train,test indices of rows.
 * @returns features in the order of `featureColumns`.
 */
export function splitFeatures(
  rows: LogRows,
  { used }: Pick<ColumnChoice, 'used'>,
  train: Int32Array,
  test: Int32Array,
): SplitFeatures {
  const columns = used.flatMap(({ name, use }) => {
    if (use === 'share') return [sharesOf(rows.texts.get(name)!, train)];
    const numbers = rows.numbers.get(name)!;
    return use === 'number' ? [numbers] : [numbers.map(hourOf), numbers.map(weekdayOf)];
  });
  const all = stack(columns);
  const [trainSide, testSide] = [train, test].map((side) => takeRows(all, side));
  const fill = columns.map((_, j) => medianOrZero(columnOf(trainSide, j)));
  const filled = [trainSide, testSide].map((side) =>
    applyImputer({ strategy: 'median', fill }, side),
  );
  const scaler = fitScaler(filled[0], 'standard');
  return { train: applyScaler(scaler, filled[0]), test: applyScaler(scaler, filled[1]) };
}

/** The column that each feature comes from. */
export function featureColumns({ used }: Pick<ColumnChoice, 'used'>): string[] {
  return used.flatMap(({ name, use }) => (use === 'hourAndWeekday' ? [name, name] : [name]));
}

/** Hour of the day, UTC; NaN of NaN. */
export const hourOf = (time: number): number => Math.floor(time / 3_600_000) % 24;

/** 0 is Monday, UTC; NaN of NaN. */
export const weekdayOf = (time: number): number =>
  (((Math.floor(time / 86_400_000) + 3) % 7) + 7) % 7;

function sharesOf(values: readonly (string | null)[], train: Int32Array): Float64Array {
  const learned = fitFrequencyEncoder(Array.from(train, (i) => values[i]));
  return applyFrequencyEncoder(learned, values);
}

function stack(columns: readonly Float64Array[]): Matrix {
  const [nSamples, nFeatures] = [columns[0].length, columns.length];
  const data = new Float64Array(nSamples * nFeatures);
  columns.forEach((column, j) => {
    for (let i = 0; i < nSamples; i++) data[i * nFeatures + j] = column[i];
  });
  return { data, nSamples, nFeatures };
}

function medianOrZero(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  return present.length === 0 ? 0 : quantileOfSorted(present, 0.5);
}
