import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../data/sql';
import { DAY_SQL } from './feature-sql';

/** Of more days at a time than these, some get several files. */
const MOST_DAYS = 1000;

/** Has DuckDB write the rows of a query as a parquet file, in no certain order. */
export function copyRows(connection: DuckDBConnection, sql: string, path: string): Promise<void> {
  return copy(connection, sql, path, 'FORMAT parquet');
}

/** Has DuckDB write the rows of a query, which have a `time`, into a new folder, in a folder for each day. */
export async function copyByDay(
  connection: DuckDBConnection,
  sql: string,
  path: string,
): Promise<void> {
  await mkdir(path); // DuckDB makes none where there are no rows
  await connection.run(`SET partitioned_write_max_open_files = ${MOST_DAYS}`);
  const rows = `SELECT *, ${DAY_SQL} AS day FROM (${sql}\n)`;
  await copy(connection, rows, path, 'FORMAT parquet, PARTITION_BY (day)');
}

async function copy(
  connection: DuckDBConnection,
  sql: string,
  path: string,
  how: string,
): Promise<void> {
  await connection.run('SET preserve_insertion_order = false');
  await connection.run(`COPY (${sql}) TO ${quoteText(path)} (${how})`);
}
