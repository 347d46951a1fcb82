import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SparkCluster, startSpark } from '../../scripts/spark/cluster';
import { withDatabase } from '../../src/data/database';
import { connectSpark, type SparkSession } from '../../src/data/spark/session';
import { WHIS_TABLE_NAMES } from '../../src/data/whis/event';
import { writeSparkFeatures } from '../../src/features/spark-features';
import { openFeatureStore } from '../../src/features/store';
import { missingPrograms } from './needs';

/** Logins; the two other tables have a tenth of it. */
const N_EVENTS = 2_000_000;
const missing = missingPrograms();
if (missing) console.warn(`SKIPPED: Spark, as ${missing}`);

/** Tables by chance alone, which DuckDB makes in seconds: same columns and types as the store's. */
async function makeTables(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const pick = (salt: number, n: number) => `(hash(i * 7 + ${salt}) % ${n})::INTEGER`;
  const common = `i::BIGINT AS event_id,
    to_timestamp(1704067200 + i * 2.3 + ${pick(1, 1000)} / 1000.0) AS ts`;
  const host = `'host-' || ${pick(3, 400)} AS host, 'class-' || ${pick(4, 4)} AS asset_class`;
  const user = `'user-' || ${pick(2, 3000)}`;
  const tables = {
    auth_events: `${common}, ${user} AS user_id, ${host},
      CASE WHEN ${pick(5, 9)} = 0 THEN 'failure' ELSE 'success' END AS outcome, ${pick(6, 20)} = 0 AS is_admin`,
    process_events: `${common}, ${user} AS user_id, ${host}, 'p' || ${pick(7, 30)} AS parent,
      'c' || ${pick(8, 60)} AS child, ${pick(9, 300)} AS cmd_len, (${pick(10, 800)} / 100.0)::DOUBLE AS cmd_entropy,
      ${pick(11, 50)} = 0 AS has_encoded, ${pick(12, 3)} > 0 AS signed_parent`,
    admin_events: `${common}, ${user} AS actor, 'user-' || ${pick(13, 3000)} AS target, ${host},
      'm' || ${pick(14, 5)} AS method`,
  };
  await withDatabase(':memory:', 2048, async ({ connect }) => {
    const connection = await connect();
    for (const [name, columns] of Object.entries(tables)) {
      const nRows = name === 'auth_events' ? N_EVENTS : N_EVENTS / 10;
      const path = join(directory, `${name}.parquet`);
      await connection.run(
        `COPY (SELECT ${columns} FROM range(${nRows}) AS rows(i)) TO '${path}' (FORMAT parquet)`,
      );
    }
  });
}

/** Rows of each and rows that only one of them has. */
async function differences(spark: string, duckdb: string): Promise<unknown> {
  return withDatabase(':memory:', 4096, async ({ connect }) => {
    const [a, b] = [`'${spark}/*.parquet'`, `'${duckdb}'`];
    const count = (sql: string) => `(SELECT count(*) FROM (${sql}))::INTEGER`;
    const result = await (await connect()).runAndReadAll(`SELECT
      ${count(`SELECT * FROM ${a}`)}, ${count(`SELECT * FROM ${b}`)},
      ${count(`SELECT * FROM ${a} EXCEPT ALL SELECT * FROM ${b}`)}, ${count(`SELECT * FROM ${b} EXCEPT ALL SELECT * FROM ${a}`)}`);
    return result.getRows()[0];
  });
}

describe.skipIf(missing)('features on Spark', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spark-test-'));
  const store = join(folder, 'store');
  let cluster: SparkCluster;
  let spark: SparkSession;
  beforeAll(async () => {
    await makeTables(store);
    cluster = await startSpark(join(folder, 'cluster'), { port: 0 });
    spark = connectSpark(cluster.address);
  }, 300_000);
  afterAll(async () => {
    await spark?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(WHIS_TABLE_NAMES)('of %s are those of DuckDB to the bit', async (table) => {
    const [onSpark, onDuckdb] = [join(folder, `spark-${table}`), join(folder, `${table}.parquet`)];
    await writeSparkFeatures(spark, store, table, onSpark);
    await (await openFeatureStore(store)).writeFeatures(table, onDuckdb);
    const nRows = table === 'auth_events' ? N_EVENTS : N_EVENTS / 10;
    expect(await differences(onSpark, onDuckdb)).toEqual([nRows, nRows, 0, 0]);
  });

  it('are whole when a worker is killed in mid-query', async () => {
    const [onSpark, onDuckdb] = [join(folder, 'killed'), join(folder, 'auth_events.parquet')];
    let share = 0;
    const work = writeSparkFeatures(spark, store, 'auth_events', onSpark, {
      onProgress: (done) => {
        share = done;
      },
    });
    while (share < 0.2) await new Promise((done) => setTimeout(done, 100));
    await cluster.killWorker(0);
    await work;
    expect(await differences(onSpark, onDuckdb)).toEqual([N_EVENTS, N_EVENTS, 0, 0]);
  });
});
