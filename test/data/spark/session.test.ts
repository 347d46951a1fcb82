import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterEach, describe, expect, it } from 'vitest';
import { sparkConnectJson } from '../../../src/data/spark/protocol';
import { connectSpark } from '../../../src/data/spark/session';

/** A certificate that signs itself, for the name localhost, from 2020 to 2120. */
const TLS = join(__dirname, '..', '..', 'fixtures', 'tls');

type Call = grpc.ServerWritableStream<Record<string, unknown>, object>;
type Handlers = Record<string, (call: Call) => void>;

const servers: grpc.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.forceShutdown();
});

/** A server that speaks the protocol and knows no SQL. */
async function fakeSpark(
  handlers: Handlers,
  credentials = grpc.ServerCredentials.createInsecure(),
): Promise<{ address: string; calls: string[] }> {
  const loaded = grpc.loadPackageDefinition(
    fromJSON(sparkConnectJson() as Parameters<typeof fromJSON>[0], { keepCase: true }),
  ) as unknown as { spark: { connect: { SparkConnectService: { service: never } } } };
  const server = new grpc.Server();
  const calls: string[] = [];
  const unary = (name: string) => (_: unknown, done: (error: null, answer: object) => void) => {
    calls.push(name);
    done(null, {});
  };
  server.addService(loaded.spark.connect.SparkConnectService.service, {
    ReleaseExecute: unary('ReleaseExecute'),
    Interrupt: unary('Interrupt'),
    ReleaseSession: unary('ReleaseSession'),
    ...Object.fromEntries(
      Object.entries(handlers).map(([name, handle]) => [
        name,
        (call: Call) => {
          calls.push(name);
          handle(call);
        },
      ]),
    ),
  });
  servers.push(server);
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, calls };
}

const batch = (values: readonly number[]) =>
  Buffer.from(tableToIPC(tableFromArrays({ x: Float64Array.from(values) }), 'stream'));
const failure = (code: grpc.status, details: string) =>
  Object.assign(new Error(details), { code, details });

async function rowsOf(address: string): Promise<unknown[]> {
  const spark = connectSpark(address);
  const rows: unknown[] = [];
  try {
    for await (const some of spark.query('SELECT x')) rows.push(...some);
  } finally {
    await spark.close();
  }
  return rows;
}

describe('connectSpark', () => {
  it('gives the rows of a query, and releases what the server kept', async () => {
    const { address, calls } = await fakeSpark({
      ExecutePlan: (call) => {
        expect(call.request['plan']).toEqual({ root: { sql: { query: 'SELECT x' } } });
        call.write({ response_id: 'a', arrow_batch: { row_count: 2, data: batch([1, 2]) } });
        call.write({ response_id: 'b', result_complete: {} });
        call.end();
      },
    });
    expect(await rowsOf(address)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(calls).toEqual(['ExecutePlan', 'ReleaseExecute', 'ReleaseSession']);
  });

  it('finds a statement again whose connection broke, behind what it has', async () => {
    const { address, calls } = await fakeSpark({
      ExecutePlan: (call) => {
        call.write({ response_id: 'a', arrow_batch: { row_count: 1, data: batch([1]) } });
        setTimeout(() => call.emit('error', failure(grpc.status.UNAVAILABLE, 'gone')), 50);
      },
      ReattachExecute: (call) => {
        expect(call.request['last_response_id']).toBe('a');
        call.write({ response_id: 'b', arrow_batch: { row_count: 1, data: batch([2]) } });
        call.write({ response_id: 'c', result_complete: {} });
        call.end();
      },
    });
    expect(await rowsOf(address)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(calls).toContain('ReattachExecute');
  });

  it('says what Spark says, in one line', async () => {
    const { address } = await fakeSpark({
      ExecutePlan: (call) => {
        call.emit('error', failure(grpc.status.INTERNAL, '\n[NOT_FOUND] no view x.\n== SQL =='));
      },
    });
    await expect(rowsOf(address)).rejects.toThrow(
      new Error(`Spark at ${address}: [NOT_FOUND] no view x.`),
    );
  });

  it('sends a statement again that never arrived', async () => {
    let nAsked = 0;
    const { address, calls } = await fakeSpark({
      ExecutePlan: (call) => {
        if (++nAsked === 1) return void call.emit('error', failure(grpc.status.UNAVAILABLE, 'no'));
        call.write({ response_id: 'a', arrow_batch: { row_count: 1, data: batch([7]) } });
        call.write({ response_id: 'b', result_complete: {} });
        call.end();
      },
      ReattachExecute: (call) => {
        const words = '[INVALID_HANDLE.SESSION_NOT_FOUND] The handle is invalid.';
        call.emit('error', failure(grpc.status.INTERNAL, words));
      },
    });
    expect(await rowsOf(address)).toEqual([{ x: 7 }]);
    expect(calls.slice(0, 3)).toEqual(['ExecutePlan', 'ReattachExecute', 'ExecutePlan']);
  });

  it('has rows written into folders by a column, and replaces nothing unless told', async () => {
    const plans: unknown[] = [];
    const { address } = await fakeSpark({
      ExecutePlan: (call) => {
        plans.push(call.request['plan']);
        call.write({ response_id: 'a', result_complete: {} });
        call.end();
      },
    });
    const spark = connectSpark(address);
    await spark.write('SELECT x', { path: '/out', partitionBy: ['day'] });
    await spark.write('SELECT x', { path: '/out', overwrite: true });
    await spark.close();
    const input = { sql: { query: 'SELECT x' } };
    const written = { input, source: 'parquet', path: '/out' };
    expect(plans).toEqual([
      { command: { write_operation: { ...written, mode: 3, partitioning_columns: ['day'] } } },
      { command: { write_operation: { ...written, mode: 2 } } },
    ]);
  });

  it('sends its token over TLS, to a server whose certificate it was told to trust', async () => {
    const pem = (name: string) => readFileSync(join(TLS, `localhost-${name}.pem`));
    const pair = { cert_chain: pem('cert'), private_key: pem('key') };
    let token: unknown;
    const { address } = await fakeSpark(
      {
        ExecutePlan: (call) => {
          [token] = call.metadata.get('authorization');
          call.write({ response_id: 'a', result_complete: {} });
          call.end();
        },
      },
      grpc.ServerCredentials.createSsl(null, [pair]),
    );
    const at = address.replace('127.0.0.1', 'localhost');
    const spark = connectSpark(at, { token: 'secret', tlsCa: String(pem('cert')) });
    await spark.run('SELECT 1');
    await spark.close();
    expect(token).toBe('Bearer secret');
    const other = connectSpark(at, { tls: true });
    await expect(other.run('SELECT 1')).rejects.toThrow(
      `Spark at ${at}: cannot be reached (self-signed certificate)`,
    );
    await other.close();
  });

  it('says soon that nobody listens', async () => {
    await expect(rowsOf('127.0.0.1:1')).rejects.toThrow(
      'Spark at 127.0.0.1:1: cannot be reached (connect ECONNREFUSED 127.0.0.1:1)',
    );
  });

  it('does not wait for a server that says nothing when it is stopped', async () => {
    const { address } = await fakeSpark({ ExecutePlan: () => undefined });
    const spark = connectSpark(address);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped by the user')), 50);
    await expect(spark.run('SELECT 1', { signal: stop.signal })).rejects.toThrow(
      'stopped by the user',
    );
    await spark.close();
  });

  it('says what a program of its workers said, without the stack', async () => {
    const words = (said: string) => `Subprocess exited with status 1. Error: ${said}\n.`;
    const said = [
      ['worker: model/pipeline.json: no such file', 'model/pipeline.json: no such file'],
      [
        "node:internal/loader:1210\n  throw err;\n\nError: Cannot find module 'w.js'\n  at x",
        "Cannot find module 'w.js'",
      ],
      ['/bin/bash: line 1: node: command not found', 'node: command not found'],
    ];
    for (const [all, found] of said) {
      const { address } = await fakeSpark({
        ExecutePlan: (call) => void call.emit('error', failure(grpc.status.INTERNAL, words(all))),
      });
      await expect(rowsOf(address)).rejects.toThrow(
        new Error(`Spark at ${address}: a program of its workers failed (${found})`),
      );
    }
  });

  it('ends a statement on the server when it is stopped', async () => {
    const { address, calls } = await fakeSpark({
      ExecutePlan: (call) => {
        setTimeout(() => call.emit('error', failure(grpc.status.CANCELLED, 'interrupted')), 300);
      },
    });
    const spark = connectSpark(address);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped by the user')), 50);
    await expect(spark.run('CREATE x', { signal: stop.signal })).rejects.toThrow(
      'stopped by the user',
    );
    await spark.close();
    expect(calls).toContain('Interrupt');
  });

  it('refuses a token without TLS, and options that it does not know', () => {
    expect(() => connectSpark('spark', { token: 'secret', tls: false })).toThrow(
      'token must go over TLS, got tls false',
    );
    expect(() => connectSpark('spark', { ssl: true } as object)).toThrow(
      'option must be token, tls, tlsCa or user, got ssl',
    );
  });
});
