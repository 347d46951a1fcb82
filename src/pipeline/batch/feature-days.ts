import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkChoice, checkOptionNames } from '../../check-options';
import { isUri, parquetSource, sparkPath } from '../../data/spark/paths';
import type { SparkSession } from '../../data/spark/session';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { sparkTable, writeSparkFeatures } from '../../features/spark-features';
import { type FeatureStoreOptions, openFeatureStore } from '../../features/store';
import { checkAllWritten, countRows } from './count-rows';
import { checkTablesFolder, WRITTEN, writeWholeFolder } from './whole-folder';

/** Which features are written, by whom, and where. */
export interface FeatureDaysOptions extends FeatureStoreOptions {
  /** Folder of `auth_events.parquet` and the others; for Spark as its workers see it. */
  readonly store: string;
  readonly table: WhisTableName;
  /** Folder that is made, with a folder a day. */
  readonly output: string;
  /** Who computes. Default: DuckDB, in this process. */
  readonly spark?: SparkSession;
  /** Replaces an older folder of tables. Default false: it is an error. */
  readonly overwrite?: boolean;
  /** Called now and then with the share of the work that is done, in [0, 1], as far as the engine knows. */
  readonly onProgress?: (share: number) => void;
  /** Stops the work, on Spark too; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface FeatureDays {
  readonly nRows: number;
  readonly nDays: number;
}

const OPTION_NAMES = ['store', 'table', 'output', 'spark', 'overwrite', 'memoryMb', 'threads'];

/**
 * Writes the features of a table as parquet, a folder a day of UTC (`day=2024-01-31`), by DuckDB or by Spark: the same rows, equal to
 * the bit.
 *
 * A folder of this machine appears whole or not at all: it is written under another name beside it. What a killed process leaves is
 * called `OUTPUT.part-…`. Spark writes `s3a://…` in place, where it is whole once it has a file `_SUCCESS`.
 *
 * @throws {RangeError | TypeError | Error} as `openFeatureStore` and `writeSparkFeatures`; if the output is there, or if Spark wrote fewer
 * rows than the table has.
 * @example
 * await writeFeatureDays({ store: 'data/whis', table: 'auth_events', output: 'features/auth' }); // { nRows, nDays }
 */
export async function writeFeatureDays(options: FeatureDaysOptions): Promise<FeatureDays> {
  checkOptionNames(options, [...OPTION_NAMES, 'onProgress', 'signal']);
  checkChoice('table', options.table, WHIS_TABLE_NAMES);
  const { output, overwrite = false, spark, signal } = options;
  if (spark) sparkPath(output);
  if (spark && isUri(output)) return writeBySpark(spark, options, output);
  const folder = { output, overwrite, signal };
  await checkTablesFolder(folder);
  return writeWholeFolder(folder, (part) =>
    spark ? writeBySpark(spark, options, part) : writeByDuckdb(options, part),
  );
}

async function writeByDuckdb(options: FeatureDaysOptions, output: string): Promise<FeatureDays> {
  const { store, table, memoryMb, threads, onProgress, signal } = options;
  const opened = await openFeatureStore(store, {
    ...(memoryMb !== undefined && { memoryMb }),
    ...(threads !== undefined && { threads }),
  });
  await opened.writeFeatures(table, output, {
    byDay: true,
    ...(onProgress && { onProgress: ({ share }) => onProgress(share) }),
    ...(signal && { signal }),
  });
  const nDays = (await readdir(output)).length;
  await writeFile(join(output, WRITTEN), '');
  return { nRows: opened.nRows[table], nDays };
}

async function writeBySpark(
  spark: SparkSession,
  { store, table, overwrite = false, onProgress, signal }: FeatureDaysOptions,
  output: string,
): Promise<FeatureDays> {
  const controls = { ...(signal && { signal }) };
  const watched = { ...controls, ...(onProgress && { onProgress }) };
  await writeSparkFeatures(spark, store, table, output, { ...watched, byDay: true, overwrite });
  const nRows = await countRows(spark, sparkTable(store, table), controls);
  await checkAllWritten(spark, output, nRows, controls);
  if (nRows === 0) return { nRows, nDays: 0 };
  const days = `(SELECT DISTINCT day FROM ${parquetSource(output)})`;
  return { nRows, nDays: await countRows(spark, days, controls) };
}
