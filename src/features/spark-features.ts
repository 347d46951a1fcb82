import { resolve } from 'node:path';
import { checkChoice, checkOptionNames } from '../check-options';
import type { SparkControls, SparkSession } from '../data/spark/session';
import { WHIS_COLUMNS, WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';
import { featureSql } from './feature-sql';
import { tablePath } from './store-tables';

/** How Spark writes features. */
export interface SparkFeaturesOptions extends SparkControls {
  /** A folder a day, `day=2026-01-31`, UTC, as Iceberg and others take them. Default false: one folder. */
  readonly byDay?: boolean;
}

const ZONED = 'TIMESTAMP WITH TIME ZONE';
const TYPES: Readonly<Record<string, string>> = { VARCHAR: 'STRING' };

/**
 * Computes a table's features on Spark by the same SQL as `openFeatureStore` does by DuckDB, and has Spark write them as a folder of
 * parquet files; one that is there is replaced.
 *
 * Both paths are as Spark's workers see them: a shared disk, or `s3a://…`. Sums are of whole numbers, so that both engines agree to the bit.
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
  checkOptionNames(options, ['byDay', 'onProgress', 'signal']);
  checkChoice('table', table, WHIS_TABLE_NAMES);
  const { byDay = false, ...controls } = options;
  for (const name of WHIS_TABLE_NAMES) await spark.run(viewSql(name, directory), controls);
  const features = `SELECT * FROM (${featureSql(table)}\n)`;
  const target = quoteUri(output);
  if (!byDay) {
    await spark.run(`INSERT OVERWRITE DIRECTORY ${target} USING parquet ${features}`, controls);
    return;
  }
  const day = `date_format(timestamp_millis(time), 'yyyy-MM-dd') AS day`;
  const made = `anomaly_lab_${table}`;
  await spark.run(`DROP TABLE IF EXISTS ${made}`, controls);
  await spark.run(
    `CREATE TABLE ${made} USING parquet PARTITIONED BY (day) LOCATION ${target} AS SELECT *, ${day} FROM (${features}\n)`,
    controls,
  );
  await spark.run(`DROP TABLE ${made}`, controls); // the files stay: the table is of a place that is given
}

/** A view as the features' SQL has it: `time` in epoch ms in the place of `ts`. */
function viewSql(name: WhisTableName, directory: string): string {
  const columns = Object.entries(WHIS_COLUMNS[name]).map(([column, type]) =>
    type === ZONED
      ? `unix_millis(${column}) AS time`
      : `CAST(${column} AS ${TYPES[type] ?? type}) AS ${column}`,
  );
  const path = isUri(directory)
    ? `${directory.replace(/\/$/, '')}/${name}.parquet`
    : tablePath(resolve(directory), name);
  if (path.includes('`')) throw new RangeError(`path must have no backtick, got ${path}`);
  return `CREATE OR REPLACE TEMPORARY VIEW ${name} AS SELECT ${columns.join(', ')} FROM parquet.\`${path}\``;
}

const isUri = (path: string): boolean => /^[a-z][\w+.-]*:\/\//i.test(path);

function quoteUri(path: string): string {
  const text = isUri(path) ? path : resolve(path);
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
