import type { Database } from '../data/database';
import type { TableColumn } from '../data/table-column';
import type { TableFile } from '../data/table-file';
import { readTableBatches } from '../data/table-reader';
import type { WhisTableName } from '../data/whis/event';
import type { Matrix } from '../matrix';
import { featureSql, WHIS_FEATURES } from './feature-sql';

/** Features of a table's events by time, those of one time by event id. */
export interface FeatureTable {
  /** Shape `[nSamples]`. */
  readonly eventIds: Float64Array;
  /** Epoch ms, shape `[nSamples]`. */
  readonly times: Float64Array;
  /** Names of the quantities. */
  readonly names: readonly string[];
  /** The quantities, shape `[nSamples, names.length]`; true is 1, and what there is no value of is NaN. */
  readonly samples: Matrix;
  /** Values of the other features by name, each of shape `[nSamples]`. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

const BATCH_ROWS = 32_768;

/** Computes a table's features into memory. */
export async function readFeatures(
  { connect }: Database,
  name: WhisTableName,
  table: TableFile,
  onRows: (nRows: number) => void,
): Promise<FeatureTable> {
  const { quantities, categories } = WHIS_FEATURES[name];
  const nRows = table.nRows ?? 0;
  const width = quantities.length;
  const read = {
    eventIds: new Float64Array(nRows),
    times: new Float64Array(nRows),
    data: new Float64Array(nRows * width),
    categories: Object.fromEntries(categories.map((category) => [category, [] as string[]])),
  };
  const source = `(${featureSql(name)}\nORDER BY time, event_id)`;
  const columns = [
    ...['event_id', 'time', ...quantities].map(quantityColumn),
    ...categories.map(
      (category): TableColumn => ({ name: category, type: 'a text', isQuantity: false }),
    ),
  ];
  const types = new Map(
    columns.map(({ name, isQuantity }) => [name, isQuantity ? 'DOUBLE' : 'VARCHAR']),
  );
  const features = { ...table, source, types };
  for await (const batch of readTableBatches(connect, features, columns, BATCH_ROWS)) {
    for (let i = 0; i < batch.nRows; i++) {
      const at = i * (width + 2);
      const row = batch.start + i;
      read.eventIds[row] = batch.quantities[at];
      read.times[row] = batch.quantities[at + 1];
      read.data.set(batch.quantities.subarray(at + 2, at + 2 + width), row * width);
    }
    for (const category of categories) {
      for (const value of batch.categories[category]) read.categories[category].push(String(value));
    }
    onRows(batch.start + batch.nRows);
  }
  const { eventIds, times, data } = read;
  const samples = { data, nSamples: nRows, nFeatures: width };
  return { eventIds, times, names: quantities, samples, categories: read.categories };
}

const quantityColumn = (name: string): TableColumn => ({
  name,
  type: 'a number',
  isQuantity: true,
});

/** The features as records, as pipelines take them; null where there is no value. */
export function featureRows(features: FeatureTable): Record<string, number | string | null>[] {
  const { names, samples, categories } = features;
  const { data, nSamples, nFeatures } = samples;
  return Array.from({ length: nSamples }, (_, i) => {
    const row: Record<string, number | string | null> = {};
    names.forEach((name, j) => {
      const value = data[i * nFeatures + j];
      row[name] = Number.isNaN(value) ? null : value;
    });
    for (const [name, values] of Object.entries(categories)) row[name] = values[i];
    return row;
  });
}
