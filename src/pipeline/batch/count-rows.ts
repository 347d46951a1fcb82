import { parquetSource } from '../../data/spark/paths';
import type { SparkControls, SparkRow, SparkSession } from '../../data/spark/session';

/** Number of rows of a source of SQL on Spark. */
export async function countRows(
  spark: SparkSession,
  source: string,
  controls?: SparkControls,
): Promise<number> {
  const [{ n }] = await allRows(spark, `SELECT count(*) AS n FROM ${source}`, controls);
  return Number(n);
}

/** All rows of a query that has few. */
export async function allRows(
  spark: SparkSession,
  sql: string,
  controls?: SparkControls,
): Promise<SparkRow[]> {
  const rows: SparkRow[] = [];
  for await (const some of spark.query(sql, controls)) rows.push(...some);
  return rows;
}

/**
 * Looks whether Spark has written as many rows as it had to, where others find them.
 *
 * @throws {Error} if not: a program lost some, the data changed, or Spark's machines wrote to disks of their own.
 */
export async function checkAllWritten(
  spark: SparkSession,
  output: string,
  nExpected: number,
  controls?: SparkControls,
): Promise<void> {
  if (nExpected === 0) return; // without rows there are no files
  const nFound = await countRows(spark, parquetSource(output), controls).catch((error: Error) => {
    if (/UNABLE_TO_INFER_SCHEMA/.test(error.message)) return 0;
    throw error;
  });
  if (nFound === nExpected) return;
  throw new Error(
    `${output}: must have ${nExpected} rows, got ${nFound}; a program lost some, the data changed meanwhile, or Spark's machines do not share that disk`,
  );
}
