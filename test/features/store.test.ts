import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeParquetTables } from '../../src/data/parquet-tables';
import {
  WHIS_COLUMNS,
  WHIS_TABLE_NAMES,
  type WhisAdminEvent,
  type WhisAuthEvent,
  type WhisProcessEvent,
} from '../../src/data/whis/event';
import { writeFeatureStore } from '../../src/data/whis/feature-store-files';
import { createWhisGenerator } from '../../src/data/whis/generator';
import { featureSql } from '../../src/features/feature-sql';
import { featureRows } from '../../src/features/read-features';
import { openFeatureStore } from '../../src/features/store';
import { adminFeatures, authFeatures, processFeatures } from './whis-brute-force';

const dataset = createWhisGenerator({ seed: 3 }).generateCompleteDataset({
  nUsers: 6,
  normalEventsPerUser: 120,
});
let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  await writeFeatureStore(at('whis'), dataset);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Tables {
  readonly auth_events: readonly WhisAuthEvent[];
  readonly process_events: readonly WhisProcessEvent[];
  readonly admin_events: readonly WhisAdminEvent[];
}

/** A store of some events. */
async function storeOf(name: string, tables: Tables) {
  const entries = WHIS_TABLE_NAMES.map((table) => [
    table,
    { columns: WHIS_COLUMNS[table], rows: tables[table] },
  ]);
  await writeParquetTables(at(name), Object.fromEntries(entries));
  return openFeatureStore(at(name));
}

/** A store whose file of a table is made by SQL from the right one. */
async function storeWith(table: string, sql: string) {
  await writeFeatureStore(at('broken'), dataset);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = at(`broken/${table}.parquet`);
  await connection.run(`CREATE TABLE events AS SELECT * FROM '${path}'`);
  await connection.run(`COPY (${sql}) TO '${path}'`);
  connection.closeSync();
  instance.closeSync();
  return openFeatureStore(at('broken'));
}

/** Rows of a few users, hosts and programs whose times often are the same, or a window apart. */
const ts = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 0, 1, 900_000, 3_600_000, 3_600_001))
  .map(([quarter, rest]) => Date.UTC(2024, 0, 5) + quarter * 15_120_000 + rest);
const user = fc.constantFrom('ann', 'bob');
const host = fc.constantFrom('ws-1', 'srv-1', 'dc-1');
const asset_class = fc.constantFrom('workstation' as const, 'server' as const);
const auth = fc.record({
  ts,
  user_id: user,
  host,
  asset_class,
  outcome: fc.constantFrom('success' as const, 'failure' as const),
  is_admin: fc.boolean(),
});
const program = fc.record({
  ts,
  user_id: user,
  host,
  asset_class,
  parent: fc.constantFrom('a', 'b'),
  child: fc.constantFrom('a', 'b'),
  cmd_len: fc.integer({ min: 1, max: 99 }),
  cmd_entropy: fc.double({ min: 0, max: 8, noNaN: true }),
  has_encoded: fc.boolean(),
  signed_parent: fc.boolean(),
});
const admin = fc.record({ ts, actor: user, target: user, host, asset_class, method: host });
const numbered = <T extends { ts: number }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => a.ts - b.ts).map((row, event_id) => ({ ...row, event_id }));

describe('openFeatureStore', () => {
  it('computes what a plain search through all events gives', async () => {
    const many = { minLength: 1, maxLength: 60 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(auth, many),
        fc.array(program, many),
        fc.array(admin, many),
        async (logins, programs, changes) => {
          const auth_events = numbered(logins);
          const process_events = numbered(programs);
          const admin_events = numbered(changes);
          const store = await storeOf('any', { auth_events, process_events, admin_events });
          const rows = async (table: (typeof WHIS_TABLE_NAMES)[number]) =>
            featureRows(await store.features(table));
          expect(await rows('auth_events')).toEqual(authFeatures(auth_events));
          expect(await rows('process_events')).toEqual(processFeatures(process_events));
          expect(await rows('admin_events')).toEqual(adminFeatures(admin_events, auth_events));
        },
      ),
      { numRuns: 15, seed: 8 },
    );
  });

  it('computes the same for generated events', async () => {
    const store = await openFeatureStore(at('whis'));
    expect(featureRows(await store.features('auth_events'))).toEqual(
      authFeatures(dataset.auth_events),
    );
    expect(featureRows(await store.features('admin_events'))).toEqual(
      adminFeatures(dataset.admin_events, dataset.auth_events),
    );
  });

  it.each(WHIS_TABLE_NAMES)('sees no future: %s cut short has the same features', async (table) => {
    const half = dataset.labels.length >> 1;
    const cut = Object.fromEntries(
      WHIS_TABLE_NAMES.map((name) => [
        name,
        dataset[name].filter(({ event_id }) => event_id < half),
      ]),
    ) as unknown as Tables;
    const store = await storeOf('cut', cut);
    const whole = await openFeatureStore(at('whis'));
    const expected = featureRows(await whole.features(table)).slice(0, cut[table].length);
    expect(featureRows(await store.features(table))).toEqual(expected);
  });

  it('has ids, times and labels in the same order', async () => {
    const store = await openFeatureStore(at('whis'));
    const { eventIds, times } = await store.features('process_events');
    expect([...eventIds]).toEqual(dataset.process_events.map(({ event_id }) => event_id));
    expect([...times]).toEqual(dataset.process_events.map((event) => event.ts));
    const { labels, attacks, sessions, posteriors } = await store.labels('process_events');
    const truth = dataset.process_events.map(({ event_id }) => dataset.labels[event_id]);
    expect(attacks).toEqual(truth.map(({ attack }) => attack));
    expect([...labels]).toEqual(truth.map(({ attack }) => Number(attack !== null)));
    expect([...sessions]).toEqual(truth.map(({ session }) => session));
    expect(posteriors.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('writes the features that it reads, says how far it is and leaves nothing else', async () => {
    const store = await openFeatureStore(at('whis'), { memoryMb: 64 });
    const shares: number[] = [];
    await store.writeFeatures('auth_events', at('out/features.parquet'), {
      onProgress: ({ share }) => shares.push(share),
    });
    expect(shares.at(-1)).toBe(1);
    expect(readdirSync(at('out'))).toEqual(['features.parquet']);
    const path = at('out/features.parquet');
    const [{ n, fails }] = await store.query(
      `SELECT count(*) AS n, sum(fail_count_1h) AS fails FROM '${path}'`,
    );
    const { samples, names } = await store.features('auth_events');
    let sum = 0;
    for (let i = 0; i < samples.nSamples; i++) {
      sum += samples.data[i * samples.nFeatures + names.indexOf('fail_count_1h')];
    }
    expect([n, fails]).toEqual([store.nRows.auth_events, sum]);
  });

  it('writes nothing when it is stopped', async () => {
    const store = await openFeatureStore(at('whis'));
    const stop = new AbortController();
    const written = store.writeFeatures('auth_events', at('stopped/features.parquet'), {
      signal: stop.signal,
    });
    stop.abort(new Error('enough'));
    await expect(written).rejects.toThrow('enough');
    expect(readdirSync(at('stopped'))).toEqual([]);
  });

  it('answers queries over tables and labels', async () => {
    const store = await openFeatureStore(at('whis'));
    const [row] = await store.query(
      'SELECT count(*) AS n, count(attack) AS nAttacks FROM admin_events JOIN labels USING (event_id)',
    );
    const ids = dataset.admin_events.map(({ event_id }) => event_id);
    const nAttacks = ids.filter((id) => dataset.labels[id].attack !== null).length;
    expect(row).toEqual({ n: ids.length, nAttacks });
    await expect(store.query('SELECT no FROM admin_events')).rejects.toThrow(
      /^query cannot be answered \(Binder Error: .*no/,
    );
    await expect(store.query(`COPY labels TO '${at('copy.csv')}'`)).rejects.toThrow(
      'query cannot be answered (it is no SELECT)',
    );
    expect(readdirSync(folder)).not.toContain('copy.csv');
  });

  it.each([
    [
      'process_events',
      'SELECT * EXCLUDE (cmd_len) FROM events',
      /process_events\.parquet: must have column cmd_len, got event_id, ts, /,
    ],
    [
      'process_events',
      'SELECT * REPLACE (cmd_len::VARCHAR AS cmd_len) FROM events',
      /process_events\.parquet, column cmd_len: must be a number, got VARCHAR/,
    ],
    [
      'admin_events',
      'SELECT * REPLACE (ts::TIMESTAMP AS ts) FROM events',
      /admin_events\.parquet, column ts: must be a time with a zone \(TIMESTAMP WITH TIME ZONE\), .*, got TIMESTAMP$/,
    ],
    [
      'auth_events',
      'SELECT * REPLACE (ts::VARCHAR AS ts) FROM events',
      /auth_events\.parquet, column ts: must be a time with a zone .*, got VARCHAR$/,
    ],
    [
      'auth_events',
      "SELECT * REPLACE (nullif(host, 'dc-01') AS host) FROM events",
      /auth_events\.parquet, column host: must have a value in each row, got \d+ without/,
    ],
  ])('refuses %s from %s', async (table, sql, message) => {
    await expect(storeWith(table, sql)).rejects.toThrow(message);
  });

  it('refuses outcomes that would count as no refusal', async () => {
    const sql = "SELECT * REPLACE (replace(outcome, 'failure', 'failed') AS outcome) FROM events";
    const store = await storeWith('auth_events', sql);
    const message = /auth_events\.parquet, column outcome: must be success or failure, got failed$/;
    await expect(store.features('admin_events')).rejects.toThrow(message);
    await expect(store.writeFeatures('auth_events', at('no.parquet'))).rejects.toThrow(message);
    expect((await store.features('process_events')).times.length).toBeGreaterThan(0);
  });

  it('names a file that is missing or broken', async () => {
    await writeFeatureStore(at('broken'), dataset);
    const path = at('broken/auth_events.parquet');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    await expect(openFeatureStore(at('broken'))).rejects.toThrow(
      /auth_events\.parquet: cannot be read \(.*parquet/i,
    );
    writeFileSync(path, '');
    await expect(openFeatureStore(at('broken'))).rejects.toThrow(
      /auth_events\.parquet: must have rows, got an empty file/,
    );
    const damaged = Buffer.from(bytes);
    damaged.fill(255, 100, bytes.length >> 1);
    writeFileSync(path, damaged);
    const store = await openFeatureStore(at('broken'));
    await expect(store.features('auth_events')).rejects.toThrow(
      /auth_events\.parquet: cannot be read \(/,
    );
    rmSync(path);
    await expect(openFeatureStore(at('broken'))).rejects.toThrow(
      /auth_events\.parquet: no such file/,
    );
  });

  it('names labels that are missing', async () => {
    const store = await storeOf('cut', dataset);
    await expect(store.labels('auth_events')).rejects.toThrow(/labels\.parquet: no such file/);
    const less = { ...dataset, labels: dataset.labels.slice(5) };
    const columns = WHIS_COLUMNS.labels;
    const rows = less.labels.map((label) => ({ ...label, posterior: 0 }));
    await writeParquetTables(at('cut'), { labels: { columns, rows } });
    await expect(store.labels('auth_events')).rejects.toThrow(
      /labels\.parquet: must have one label for each of \d+ auth_events, got \d+/,
    );
  });

  it('takes tables without rows', async () => {
    const empty = { auth_events: [], process_events: [], admin_events: [] };
    const store = await storeOf('empty', empty);
    for (const table of WHIS_TABLE_NAMES) {
      expect((await store.features(table)).samples.nSamples).toBe(0);
    }
  });

  it('refuses options and tables that do not exist', async () => {
    await expect(openFeatureStore(at('whis'), { memoryMb: 1 })).rejects.toThrow(
      'memoryMb must be an integer of at least 64, got 1',
    );
    await expect(openFeatureStore(at('whis'), { memory: 1 } as never)).rejects.toThrow(
      'option must be memoryMb or threads, got memory',
    );
    const store = await openFeatureStore(at('whis'));
    expect(() => store.features('other' as never)).toThrow(
      'table must be one of auth_events, process_events, admin_events, got other',
    );
    expect(() => featureSql('other' as never)).toThrow('table must be one of auth_events');
  });
});
