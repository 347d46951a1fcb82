import { randomUUID } from 'node:crypto';
import type { ServiceError } from '@grpc/grpc-js';
import { checkOptionNames } from '../../check-options';
import { parseSparkAddress } from './address';
import { answersOf } from './answers';
import { openClient, type SparkClient } from './client';
import { reasonOf } from './reason';

/** How a Spark Connect server is reached. */
export interface SparkOptions {
  /** Sent with each call as `Authorization: Bearer TOKEN`; needs TLS. */
  readonly token?: string;
  /** Whether the connection is by TLS. Default: where there is a token, or the address says so. */
  readonly tls?: boolean;
  /** Certificate, as PEM, of who signed that of the server; needs TLS. Default: those that Node trusts. */
  readonly tlsCa?: string;
  /** Name that Spark's pages show. Default `anomaly-lab`. */
  readonly user?: string;
}

/** What watches a statement. */
export interface SparkControls {
  /** Called now and then with the share of tasks that are done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
  /** Ends the statement on the server, too. */
  readonly signal?: AbortSignal;
}

/** Where Spark writes rows, and how. */
export interface SparkTarget {
  /** Folder of parquet files that is made, as Spark's workers see it. */
  readonly path: string;
  /** Columns that become folders, `day=2026-01-31`, instead of standing in the files. Default: none. */
  readonly partitionBy?: readonly string[];
  /** Replaces a folder that is there, which is gone first; else it is an error. Default false. */
  readonly overwrite?: boolean;
}

/** Rows of a query: column by column, as Arrow has them. */
export type SparkRow = Readonly<Record<string, unknown>>;

/** A session on a Spark Connect server; views that are made in it are its own. */
export interface SparkSession {
  /**
   * Runs a statement for what it does: makes a view, writes a folder.
   *
   * @throws {Error} with the first line of what Spark says.
   */
  run(sql: string, controls?: SparkControls): Promise<void>;
  /**
   * Rows of a query as they come, some thousand at a time; whole numbers of 64 bits are bigint.
   *
   * @throws {Error} as `run`.
   */
  query(sql: string, controls?: SparkControls): AsyncGenerator<SparkRow[]>;
  /**
   * Has Spark write a query's rows; a file `_SUCCESS` is the last one.
   *
   * @throws {Error} as `run`.
   */
  write(sql: string, target: SparkTarget, controls?: SparkControls): Promise<void>;
  /** Ends the session. */
  close(): Promise<void>;
}

const CLIENT = 'anomaly-lab';
const INTERRUPT_OPERATION = 3;
const SAVE_OVERWRITE = 2;
const SAVE_ERROR_IF_EXISTS = 3;
const RELEASE_MS = 5000;

/**
 * Opens a session on a Spark Connect server (Spark 3.5 or newer; tried with 4.2). Nothing is sent before the first statement.
 *
 * A statement whose connection breaks is found again on the server and goes on, without running twice.
 *
 * @param address `HOST:PORT`, or `sc://HOST:PORT/;token=…;use_ssl=true` as Spark's own clients take it.
 * @throws {RangeError} if the address or an option is none.
 * @example
 * const spark = connectSpark('localhost:15002');
 * for await (const rows of spark.query('SELECT 1 AS one')) console.log(rows);
 * await spark.close();
 */
export function connectSpark(address: string, options: SparkOptions = {}): SparkSession {
  checkOptionNames(options, ['token', 'tls', 'tlsCa', 'user']);
  const { target, ...inAddress } = parseSparkAddress(address);
  const { token, tlsCa, user = CLIENT, ...rest }: SparkOptions = { ...inAddress, ...options };
  const { tls = token !== undefined || tlsCa !== undefined } = rest;
  for (const [name, value] of Object.entries({ token, tlsCa })) {
    if (value !== undefined && !tls) {
      throw new RangeError(`${name} must go over TLS, got tls false`);
    }
  }
  let opened: Promise<SparkClient> | undefined;
  const open = () => {
    opened ??= openClient({ target, tls, tlsCa, token });
    return opened;
  };
  const base = { session_id: randomUUID(), user_context: { user_id: user, user_name: user } };
  const tell = async (name: 'ReleaseExecute' | 'Interrupt' | 'ReleaseSession', words: object) => {
    const client = await open();
    const deadline = Date.now() + RELEASE_MS;
    await new Promise<void>((done) => {
      client[name]({ ...base, ...words }, { deadline }, () => done()); // a courtesy: the server forgets by itself, too
    });
  };
  let isKnown = false;
  async function* execute(plan: object, { onProgress, signal }: SparkControls = {}) {
    const operation_id = randomUUID();
    const cut = new AbortController();
    const stop = () => {
      const told = tell('Interrupt', { interrupt_type: INTERRUPT_OPERATION, operation_id });
      void told.then(() => cut.abort()); // for a server that says nothing
    };
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    try {
      const client = await open();
      const request = { ...base, plan, operation_id, client_type: CLIENT };
      let share = 0;
      for await (const answer of answersOf(client, request, { isKnown, signal: cut.signal })) {
        isKnown = true;
        const { arrow_batch, execution_progress } = answer;
        if (execution_progress) {
          share = Math.max(share, shareOf(execution_progress.stages)); // Spark finds out about more tasks as it goes
          onProgress?.(share);
        }
        if (arrow_batch) yield arrow_batch.data;
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw new Error(`Spark at ${target}: ${reasonOf(error as ServiceError)}`);
    } finally {
      signal?.removeEventListener('abort', stop);
      await tell('ReleaseExecute', { operation_id, release_all: {} });
    }
  }
  const command = async (words: object, controls: SparkControls | undefined) => {
    for await (const _ of execute({ command: words }, controls)); // what a command gives is not asked for
  };
  return {
    run: (sql, controls) => command({ sql_command: { input: { sql: { query: sql } } } }, controls),
    write: (sql, { path, partitionBy = [], overwrite = false }, controls) => {
      const mode = overwrite ? SAVE_OVERWRITE : SAVE_ERROR_IF_EXISTS;
      const how = { source: 'parquet', path, mode, partitioning_columns: partitionBy };
      return command({ write_operation: { input: { sql: { query: sql } }, ...how } }, controls);
    },
    query: async function* (sql, controls) {
      const { tableFromIPC } = await import('apache-arrow');
      for await (const data of execute({ root: { sql: { query: sql } } }, controls)) {
        const rows = tableFromIPC(data).toArray();
        yield rows.map((row) => ({ ...row.toJSON() }));
      }
    },
    close: async () => {
      if (opened === undefined) return;
      await tell('ReleaseSession', {});
      (await opened).close();
    },
  };
}

function shareOf(stages: readonly { num_tasks?: string; num_completed_tasks?: string }[]): number {
  const sum = (field: 'num_tasks' | 'num_completed_tasks') =>
    stages.reduce((total, stage) => total + Number(stage[field] ?? 0), 0);
  return sum('num_completed_tasks') / Math.max(1, sum('num_tasks'));
}
