import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceError } from '@grpc/grpc-js';
import { checkOptionNames } from '../../check-options';
import { firstLine } from '../sql';
import { parseSparkAddress } from './address';
import { type Answer, openClient, type SparkClient } from './client';

/** How a Spark Connect server is reached. */
export interface SparkOptions {
  /** Sent with each call as `Authorization: Bearer TOKEN`; needs TLS. */
  readonly token?: string;
  /** Whether the connection is by TLS. Default: where there is a token, or the address says so. */
  readonly tls?: boolean;
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
  /** Ends the session. */
  close(): Promise<void>;
}

interface PlanRequest {
  readonly session_id: string;
  readonly operation_id: string;
  readonly plan: object;
}

const RECONNECTS = 10;
const CLIENT = 'anomaly-lab';
const INTERRUPT_OPERATION = 3;
/** gRPC's code where a server cannot be reached. */
const UNAVAILABLE = 14;
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
  checkOptionNames(options, ['token', 'tls', 'user']);
  const { target, ...inAddress } = parseSparkAddress(address);
  const { token, tls = token !== undefined, user = CLIENT } = { ...inAddress, ...options };
  if (token !== undefined && !tls) {
    throw new RangeError('token must go over TLS, got tls false');
  }
  let opened: Promise<SparkClient> | undefined;
  const open = () => {
    opened ??= openClient(target, tls, token);
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
  async function* execute(plan: object, { onProgress, signal }: SparkControls = {}) {
    const operation_id = randomUUID();
    const stop = () => {
      void tell('Interrupt', { interrupt_type: INTERRUPT_OPERATION, operation_id });
    };
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop);
    try {
      const client = await open();
      for await (const answer of answersOf(client, { ...base, plan, operation_id })) {
        const { arrow_batch, execution_progress } = answer;
        if (execution_progress) onProgress?.(shareOf(execution_progress.stages));
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
  return {
    run: async (sql, controls) => {
      const plan = { command: { sql_command: { input: { sql: { query: sql } } } } };
      for await (const _ of execute(plan, controls)); // what a command gives is not asked for
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

/** Answers to a plan until the server says that all are there, over as many connections as that takes. */
async function* answersOf(client: SparkClient, { plan, ...operation }: PlanRequest) {
  const reattach = { request_options: [{ reattach_options: { reattachable: true } }] };
  let last_response_id = '';
  let stream = client.ExecutePlan({ ...operation, plan, ...reattach, client_type: CLIENT });
  for (let nBroken = 0; ; ) {
    try {
      for await (const answer of stream as AsyncIterable<Answer>) {
        nBroken = 0;
        last_response_id = answer.response_id;
        yield answer;
        if (answer.result_complete) return;
      }
    } catch (error) {
      if (!isOfConnection(error as ServiceError) || ++nBroken > RECONNECTS) throw error;
      await wait(100 * 2 ** Math.min(nBroken, 6));
    }
    stream = client.ReattachExecute({
      ...operation,
      ...(last_response_id && { last_response_id }),
    });
  }
}

const isOfConnection = ({ code }: ServiceError): boolean => code === UNAVAILABLE;

function shareOf(stages: readonly { num_tasks: string; num_completed_tasks: string }[]): number {
  const sum = (field: 'num_tasks' | 'num_completed_tasks') =>
    stages.reduce((total, stage) => total + Number(stage[field]), 0);
  return sum('num_completed_tasks') / Math.max(1, sum('num_tasks'));
}

function reasonOf(error: ServiceError): string {
  if (isOfConnection(error)) return `cannot be reached (${error.details})`;
  return firstLine(new Error((error.details || error.message).trimStart()));
}
