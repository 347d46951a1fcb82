import type { TableColumn, ValueType } from '../../data/table-column';
import type { TableFile } from '../../data/table-file';
import { placeOfRow, type TableBatch } from '../../data/table-reader';
import type { Category } from '../../features/categories';
import { hourOfTime } from '../../features/hour-of-time';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import { encodeColumns } from '../columns';
import { type EncoderState, notATime } from '../encoder';
import { type FittedPipeline, scaleWith } from '../fitted-pipeline';

/** The columns that a pipeline reads, with what they must hold. */
export function columnsToRead({ state }: FittedPipeline<Matrix | Windows>): TableColumn[] {
  const { numeric, encoders } = state.columns;
  const quantities = numeric.map((name) => ({ name, type: 'a number' as const, isQuantity: true }));
  const categories = Object.entries(encoders).map(([name, encoder]) => ({
    name,
    type: typeOfCategories(encoder),
    isQuantity: false,
  }));
  return [...quantities, ...categories];
}

/**
 * Makes batches of a file what the pipeline's detector takes, as its `transform` does with rows.
 *
 * The result throws a RangeError that names row and column where a number is missing or infinite and may
 * not be, or a text is no time of day and must be.
 */
export function batchTransform(
  { state }: FittedPipeline,
  table: TableFile,
): (batch: TableBatch) => Promise<Matrix> {
  const { columns, scaler } = state;
  const times = Object.keys(columns.encoders).filter(
    (name) => columns.encoders[name].kind === 'hour',
  );
  return async (batch) => {
    const nFeatures = columns.numeric.length;
    const numbers = { data: batch.quantities, nSamples: batch.nRows, nFeatures };
    const wrong = columns.imputer
      ? numbers.data.findIndex(isInfinite)
      : firstNotFinite(numbers.data);
    if (wrong >= 0) throw await notFinite(table, columns.numeric, batch, wrong);
    for (const name of times) await checkTimes(table, name, batch);
    const encoded = encodeColumns(columns, numbers, (name) => batch.categories[name]);
    return scaleWith(scaler, encoded);
  };
}

/** All are of one type but for null; columns without any other value, and times, are taken for text. */
function typeOfCategories(encoder: EncoderState): ValueType {
  const categories = encoder.kind === 'hour' ? [] : encoder.categories;
  const first: Category = categories.find((category) => category !== null) ?? null;
  if (typeof first === 'number') return 'a number';
  return typeof first === 'boolean' ? 'true or false' : 'a text';
}

function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

function isInfinite(value: number): boolean {
  return value === Infinity || value === -Infinity;
}

async function checkTimes(table: TableFile, name: string, batch: TableBatch): Promise<void> {
  const values = batch.categories[name];
  const wrong = values.findIndex((value) => Number.isNaN(hourOfTime(value)));
  if (wrong < 0) return;
  const place = await placeOfRow(table, batch.start + wrong);
  throw new RangeError(`${place}, column ${name}: ${notATime(values[wrong])}`);
}

async function notFinite(
  table: TableFile,
  names: readonly string[],
  { start, quantities }: TableBatch,
  index: number,
): Promise<RangeError> {
  const row = start + Math.floor(index / names.length);
  const where = `${await placeOfRow(table, row)}, column ${names[index % names.length]}`;
  return Number.isNaN(quantities[index])
    ? new RangeError(`${where}: must be a number, got nothing; an imputer fills missing values`)
    : new RangeError(`${where}: must be finite, got ${quantities[index]}`);
}
