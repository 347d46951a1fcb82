import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterEach, describe, expect, it } from 'vitest';
import { sparkConnectJson } from '../../../src/data/spark/protocol';
import { connectSpark } from '../../../src/data/spark/session';

type Call = grpc.ServerWritableStream<Record<string, unknown>, object>;
type Handlers = Record<string, (call: Call) => void>;

const servers: grpc.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.forceShutdown();
});

/** A server that speaks the protocol and knows no SQL. */
async function fakeSpark(handlers: Handlers): Promise<{ address: string; calls: string[] }> {
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
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
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
      'option must be token, tls or user, got ssl',
    );
  });
});
