import { type ParquetTable, writeParquetTables } from '../parquet-tables';
import { WHIS_COLUMNS } from './event';
import type { WhisDataset } from './generator';
import { whisOracle } from './oracle';

/**
 * Writes a data set as parquet files: `auth_events`, `process_events`, `admin_events`, and apart from them
 * `labels` with the attack (null of normal events), the session and the `posterior` of `whisOracle`.
 *
 * Each file appears whole or not at all; older ones are replaced when all are made. `openFeatureStore` reads them.
 *
 * @param directory is made where it is missing.
 */
export async function writeFeatureStore(directory: string, dataset: WhisDataset): Promise<void> {
  const posterior = whisOracle(dataset);
  const labels = dataset.labels.map((label, i) => ({ ...label, posterior: posterior[i] }));
  const rows: Readonly<Record<string, readonly object[]>> = { ...whisTables(dataset), labels };
  const tables = Object.entries(WHIS_COLUMNS).map(([name, columns]): [string, ParquetTable] => [
    name,
    { columns, rows: rows[name] },
  ]);
  await writeParquetTables(directory, Object.fromEntries(tables));
}

const whisTables = ({ auth_events, process_events, admin_events }: WhisDataset) => ({
  auth_events,
  process_events,
  admin_events,
});
