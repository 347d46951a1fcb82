import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { withDatabase } from '../database';
import { firstLine } from '../sql';
import { type ColumnPicker, type LogTable, openLogTable } from './log-table';
import type { ReadOptions } from './read-options';

/** What DuckDB may use; beyond it, it writes to the disk. */
const MEMORY_MB = 1024;

/**
 * Does work on a file of rows in a database of bounded memory, which is deleted at the end.
 *
 * @param pick chooses the columns that are brought in.
 * @param options whose signal stops the query that is running.
 * @throws {Error} as `openLogTable`; what DuckDB says later names the file, too.
 */
export async function withLog<T>(
  path: string,
  pick: ColumnPicker,
  options: ReadOptions,
  work: (connection: DuckDBConnection, table: LogTable) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const directory = await mkdtemp(join(tmpdir(), 'anomaly-lab-'));
  try {
    return await withDatabase(join(directory, 'log'), MEMORY_MB, async ({ connect }) => {
      const connection = await connect();
      const interrupt = () => connection.interrupt();
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        signal?.throwIfAborted();
        return await work(connection, await openLogTable(connection, path, pick, options));
      } catch (error) {
        signal?.throwIfAborted();
        if (!/^[\w ]+ Error: /.test((error as Error).message)) throw error;
        throw new Error(`${path}: cannot be read (${firstLine(error)})`);
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
