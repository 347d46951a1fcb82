import { mkdtempSync, rmSync } from 'node:fs';
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
import { writeRandomStore } from './random-store';

const N_EVENTS = 2_000_000;
const missing = missingPrograms();
if (missing) console.warn(`SKIPPED: Spark, as ${missing}`);

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
    await writeRandomStore(store, N_EVENTS);
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
    const killed = performance.now();
    await work;
    const seconds = (performance.now() - killed) / 1000;
    console.log(`whole ${seconds.toFixed(1)} s after the kill at ${Math.round(100 * share)} %`);
    expect(await differences(onSpark, onDuckdb)).toEqual([N_EVENTS, N_EVENTS, 0, 0]);
  });
});
