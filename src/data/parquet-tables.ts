import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { type Database, withDatabase } from './database';
import { quoteText } from './sql';

/** Rows that become a file; times with a zone are epoch ms. */
export interface ParquetTable {
  /** DuckDB's types by name, in order. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly object[];
}

type Row = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Writes tables as `NAME.parquet`: each file appears whole or not at all, and older ones are replaced when all are made.
 *
 * @param directory is made where it is missing.
 */
export async function writeParquetTables(
  directory: string,
  tables: Readonly<Record<string, ParquetTable>>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const folder = await mkdtemp(join(directory, '.part-'));
  const files = Object.keys(tables).map((name) => `${name}.parquet`);
  try {
    await withDatabase(join(folder, 'tables'), 384, async (database) => {
      for (const [name, table] of Object.entries(tables)) {
        await writeTable(database, join(folder, `${name}.parquet`), table);
      }
    });
    for (const file of files) await rename(join(folder, file), join(directory, file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeTable(
  database: Database,
  path: string,
  { columns, rows }: ParquetTable,
): Promise<void> {
  const connection = await database.connect();
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await connection.run(`CREATE TABLE events (${definitions.join(', ')})`);
  await appendRows(connection, columns, rows as readonly Row[]);
  await connection.run(`COPY events TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  await connection.run('DROP TABLE events');
}

async function appendRows(
  connection: DuckDBConnection,
  columns: ParquetTable['columns'],
  rows: readonly Row[],
): Promise<void> {
  const { DuckDBTimestampTZValue } = await import('@duckdb/node-api');
  const appender = await connection.createAppender('events');
  const types = Object.entries(columns);
  const toValue = (type: string, value: Row[string]): DuckDBValue => {
    if (type === 'BIGINT') return BigInt(value as number);
    if (type !== 'TIMESTAMP WITH TIME ZONE') return value;
    return new DuckDBTimestampTZValue(1000n * BigInt(value as number));
  };
  for (const row of rows) {
    types.forEach(([name, type], j) => {
      appender.appendValue(toValue(type, row[name]), appender.columnType(j));
    });
    appender.endRow();
  }
  appender.closeSync();
}
