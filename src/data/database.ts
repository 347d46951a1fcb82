import type { DuckDBConnection } from '@duckdb/node-api';

/** An open database. */
export interface Database {
  /** Another connection, which ends with the database. */
  connect(): Promise<DuckDBConnection>;
}

/**
 * Does work on a DuckDB database of bounded memory; it is closed at the end, whatever happens.
 *
 * It has one thread unless told: with several, DuckDB streams some files' rows in another order than theirs.
 *
 * @param path of the database's file, which is made; what does not fit into memory goes beside it.
 * @param memoryMb what DuckDB may use, in MB; the process needs its own beside it.
 */
export async function withDatabase<T>(
  path: string,
  memoryMb: number,
  work: (database: Database) => Promise<T>,
  threads = 1,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const settings = { memory_limit: `${memoryMb}MB`, threads: String(threads) };
  const instance = await DuckDBInstance.create(path, settings);
  const connections: DuckDBConnection[] = [];
  const connect = async () => {
    const connection = await instance.connect();
    connections.push(connection);
    return connection;
  };
  try {
    return await work({ connect });
  } finally {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Does work that a signal ends, on a connection.
 *
 * @throws {DOMException} named `AbortError` if the signal ended it, else what the work throws.
 */
export async function withInterrupt<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const stop = () => connection.interrupt();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const SHARE_EVERY_MS = 250;

/**
 * Does work whose queries say now and then how far they are.
 *
 * @param onShare gets the share of the running query that is done, in [0, 1], as DuckDB estimates it.
 */
export async function withShare<T>(
  connection: DuckDBConnection,
  onShare: ((share: number) => void) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (onShare === undefined) return work();
  await connection.run('SET enable_progress_bar_print = false');
  await connection.run('SET enable_progress_bar = true');
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) onShare(percentage / 100);
  }, SHARE_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
