import { checkChoice, checkOptionNames } from '../check-options';
import { isUri, parquetSource, sparkPath } from '../data/spark/paths';
import type { SparkControls, SparkSession } from '../data/spark/session';
import { WHIS_COLUMNS, WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';
import { DAY_SQL, featureSql } from './feature-sql';
import { tablePath } from './store-tables';

/** How Spark writes features. */
export interface SparkFeaturesOptions extends SparkControls {
  /** A folder a day, `day=2026-01-31`, UTC, as Iceberg and others take them. Default false: one folder. */
  readonly byDay?: boolean;
  /** Whether a folder that is there is replaced; else it is an error. Default true. */
  readonly overwrite?: boolean;
}

const ZONED = 'TIMESTAMP WITH TIME ZONE';
const TYPES: Readonly<Record<string, string>> = { VARCHAR: 'STRING' };

/**
 * Computes a table's features on Spark by the same SQL as `openFeatureStore` does by DuckDB, and has Spark write them as a folder of
 * parquet files.
 *
 * Both paths are as Spark's workers see them: a shared disk, or `s3a://…`. Sums are of whole numbers, so that both engines agree to the bit.
 * The folder is whole once it has a file `_SUCCESS`; `writeFeatureDays` writes one that appears whole or not at all.
 *
 * @param directory of `auth_events.parquet` and the others, as `writeFeatureStore` writes them.
 * @throws {RangeError} if the table is unknown, a path has a backtick, or an option is unknown.
 * @throws {Error} with what Spark says.
 */
export async function writeSparkFeatures(
  spark: SparkSession,
  directory: string,
  table: WhisTableName,
  output: string,
  options: SparkFeaturesOptions = {},
): Promise<void> {
  checkOptionNames(options, ['byDay', 'overwrite', 'onProgress', 'signal']);
  checkChoice('table', table, WHIS_TABLE_NAMES);
  const { byDay = false, overwrite = true, ...controls } = options;
  for (const name of WHIS_TABLE_NAMES) await spark.run(viewSql(name, directory), controls);
  const target = { path: sparkPath(output), overwrite };
  if (!byDay) return spark.write(featureSql(table), target, controls);
  // Rows of a day go to one task, or some where they are many: else each of the tasks writes a file of each day.
  const days = `SELECT /*+ REBALANCE(day) */ * FROM (SELECT *, ${DAY_SQL} AS day FROM (${featureSql(table)}\n))`;
  await spark.write(days, { ...target, partitionBy: ['day'] }, controls);
}

/** Source of a table's rows, for Spark. */
export const sparkTable = (directory: string, name: WhisTableName): string =>
  parquetSource(
    isUri(directory)
      ? `${directory.replace(/\/$/, '')}/${name}.parquet`
      : tablePath(directory, name),
  );

/** A view as the features' SQL has it: `time` in epoch ms in the place of `ts`. */
function viewSql(name: WhisTableName, directory: string): string {
  const columns = Object.entries(WHIS_COLUMNS[name]).map(([column, type]) =>
    type === ZONED
      ? `unix_millis(${column}) AS time`
      : `CAST(${column} AS ${TYPES[type] ?? type}) AS ${column}`,
  );
  return `CREATE OR REPLACE TEMPORARY VIEW ${name} AS SELECT ${columns.join(', ')} FROM ${sparkTable(directory, name)}`;
}
