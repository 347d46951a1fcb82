import { existsSync } from 'node:fs';
import { StatementType } from '@duckdb/node-api';
import type { Database } from '../data/database';
import { firstLine, quotePath } from '../data/sql';
import { tablePath } from './store-tables';

/** A row of a query. */
export type StoreRow = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Rows of a SELECT over a store's views.
 *
 * @throws {RangeError} if it is no SELECT, or, with DuckDB's reason, if it cannot be answered.
 */
export async function queryRows(
  { connect }: Database,
  directory: string,
  sql: string,
): Promise<StoreRow[]> {
  const connection = await connect();
  const labels = tablePath(directory, 'labels');
  if (existsSync(labels)) {
    await connection.run(`CREATE VIEW labels AS SELECT * FROM read_parquet(${quotePath(labels)})`);
  }
  try {
    const { statementType } = await connection.prepare(sql);
    if (statementType !== StatementType.SELECT) throw new RangeError('it is no SELECT');
    const result = await connection.runAndReadAll(sql);
    return result.getRowObjectsJS().map(toPlain);
  } catch (error) {
    throw new RangeError(`query cannot be answered (${firstLine(error)})`);
  }
}

function toPlain(row: Readonly<Record<string, unknown>>): StoreRow {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as StoreRow;
}
