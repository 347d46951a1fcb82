import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTransformWorker } from '../../scripts/build-transform-worker.mjs';
import { type SparkCluster, startSpark } from '../../scripts/spark/cluster';
import { createCloudTrailGenerator } from '../../src/data/cloudtrail/generator/generator';
import { writeCloudTrailFiles } from '../../src/data/cloudtrail/generator/write-files';
import { withDatabase } from '../../src/data/database';
import { connectSpark, type SparkSession } from '../../src/data/spark/session';
import { WHIS_TABLE_NAMES } from '../../src/data/whis/event';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { featureRows } from '../../src/features/read-features';
import { openFeatureStore } from '../../src/features/store';
import { writeCloudTrailFeatureDays } from '../../src/pipeline/batch/cloudtrail/feature-days';
import { writeFeatureDays } from '../../src/pipeline/batch/feature-days';
import { scoreFolder } from '../../src/pipeline/batch/score-folder';
import { scoreOnSpark } from '../../src/pipeline/batch/score-on-spark';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { WHIS_HISTORY_COLUMNS, WHIS_ML_COLUMNS } from '../../src/pipeline/whis/columns';
import { writeOddCloudTrailLog } from '../odd-cloudtrail-log';
import { missingPrograms } from './needs';
import { writeRandomStore } from './random-store';

const N_EVENTS = 100_000;
const missing = missingPrograms();
if (missing) console.warn(`SKIPPED: the batch on Spark, as ${missing}`);

describe.skipIf(missing)('the batch on Spark', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'spark batch '));
  const at = (...names: string[]) => join(folder, ...names);
  const store = at('store');
  let cluster: SparkCluster;
  let spark: SparkSession;
  beforeAll(async () => {
    await writeRandomStore(store, N_EVENTS);
    await fitModels();
    writeFileSync(at('transform-worker.js'), await buildTransformWorker());
    cluster = await startSpark(at('cluster'), { port: 0 });
    spark = connectSpark(cluster.address);
  }, 300_000);
  afterAll(async () => {
    await spark?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One that takes every row, one that refuses those of users who were not seen before. */
  async function fitModels(): Promise<void> {
    const rows = featureRows(await (await openFeatureStore(store)).features('auth_events'));
    const columns = { ...WHIS_ML_COLUMNS.auth_events, ...WHIS_HISTORY_COLUMNS };
    const known = rows.filter((row) => row['seconds_since_last'] !== null).slice(0, 5000);
    const parts = { columns, scaler: 'standard', detector: isolationForest({ seed: 1 }) } as const;
    await (await pipeline({ ...parts, missing: 'mean' }).fit(known)).save(at('model'));
    await (await pipeline(parts).fit(known)).save(at('strict'));
  }

  const rowsOf = (sql: string) =>
    withDatabase(':memory:', 2048, async ({ connect }) =>
      (await (await connect()).runAndReadAll(sql)).getRows(),
    );
  const all = (name: string) => `(FROM read_parquet('${at(name)}/*/*.parquet'))`;

  it.each(WHIS_TABLE_NAMES)(
    'features of %s by day are those of DuckDB, days and types too',
    async (table) => {
      const [onSpark, onDuckdb] = [`spark-${table}`, `duckdb-${table}`];
      const written = await writeFeatureDays({ store, table, output: at(onSpark), spark });
      expect(await writeFeatureDays({ store, table, output: at(onDuckdb) })).toEqual(written);
      expect(written.nRows).toBe(table === 'auth_events' ? N_EVENTS : N_EVENTS / 10);
      const days = (name: string) => readdirSync(at(name)).filter((day) => day.startsWith('day='));
      expect(days(onSpark)).toEqual(days(onDuckdb));
      expect(days(onSpark).length).toBe(written.nDays);
      const only = (a: string, b: string) => `FROM ${all(a)} EXCEPT ALL FROM ${all(b)}`;
      expect(await rowsOf(only(onSpark, onDuckdb))).toEqual([]);
      expect(await rowsOf(only(onDuckdb, onSpark))).toEqual([]);
      const types = (name: string) =>
        rowsOf(`SELECT column_name, column_type FROM (DESCRIBE ${all(name)})`);
      expect(await types(onSpark)).toEqual(await types(onDuckdb));
    },
  );

  it('features of CloudTrail logs, also of odd ones, are those of this process to the bit', async () => {
    writeOddCloudTrailLog(at('odd log'));
    const generator = createCloudTrailGenerator({ seed: 2, days: 14, scale: 12 });
    await writeCloudTrailFiles(at('aws log'), generator);
    const paths = [at('odd log'), at('aws log')];
    const here = await writeCloudTrailFeatureDays({ paths, output: at('ct-here'), order: 'sort' });
    const there = await writeCloudTrailFeatureDays({
      ...{ paths, output: at('ct-there'), spark },
      workerFile: at('transform-worker.js'),
    });
    const { nFiles } = there.report; // Spark passes over the empty one
    expect(there).toEqual({ ...here, report: { ...here.report, nFiles } });
    expect(here.report.nFiles - nFiles).toBe(1);
    expect(here.nRows).toBeGreaterThan(10_000);
    const only = (a: string, b: string) => `FROM ${all(a)} EXCEPT ALL FROM ${all(b)}`;
    expect(await rowsOf(only('ct-here', 'ct-there'))).toEqual([]);
    expect(await rowsOf(only('ct-there', 'ct-here'))).toEqual([]);
  });

  it('scores are those of this process to 1e-6, in the folders of their days', async () => {
    const input = at('duckdb-auth_events');
    const options = { input, idColumns: ['event_id'] } as const;
    const fitted = (await loadPipeline(at('model'))) as FittedPipeline;
    const here = await scoreFolder({ ...options, pipeline: fitted, output: at('here') });
    const there = await scoreOnSpark(spark, {
      ...{ ...options, model: at('model'), output: at('there') },
      workerFile: at('transform-worker.js'),
    });
    expect(there).toEqual({ ...here, nRefused: 0, reasons: [] });
    const [[n, nSame, largest]] = await rowsOf(
      `SELECT count(*)::INTEGER, sum((a.flag = b.flag AND a.day = b.day AND refused IS NULL)::INTEGER)::INTEGER,
       max(abs(a.score - b.score)) FROM ${all('here')} a JOIN ${all('there')} b USING (event_id)`,
    );
    expect([n, nSame]).toEqual([N_EVENTS, N_EVENTS]);
    expect(largest).toBeLessThan(1e-6);
  });

  it('rows that the pipeline refuses are there, counted, with the reason', async () => {
    const { nRows, nRefused, reasons } = await scoreOnSpark(spark, {
      ...{ model: at('strict'), input: at('duckdb-auth_events'), output: at('refused') },
      ...{ idColumns: ['event_id', 'seconds_since_last'], workerFile: at('transform-worker.js') },
    });
    const [[nFirst, nRight]] = await rowsOf(
      `SELECT count_if(seconds_since_last IS NULL)::INTEGER,
       count_if((seconds_since_last IS NULL) = (refused IS NOT NULL) AND (score IS NULL) = (refused IS NOT NULL))::INTEGER
       FROM ${all('refused')}`,
    );
    expect({ nRows, nRefused, nRight }).toEqual({
      nRows: N_EVENTS,
      nRefused: nFirst,
      nRight: N_EVENTS,
    });
    expect(nRefused).toBeGreaterThan(100);
    expect(reasons).toEqual([
      {
        reason: expect.stringMatching(/^column "seconds_since_last" must be a number, got null/),
        nRows: nRefused,
      },
    ]);
  });

  it('texts with tabs, line ends, backslashes and nothing come through as they are', async () => {
    const texts = [
      `'a' || chr(9) || 'b'`,
      `'c' || chr(10) || chr(13) || 'd'`,
      `'\\N'`,
      `'\\'`,
      `'%09%25'`,
      `''`,
      'NULL',
      `'ø日'`,
    ];
    const rows = texts.map((text, i) => `(${i}, ${text}, ${i} * 1.5)`).join(', ');
    const source = `(VALUES ${rows}) AS rows(id, name, x)`;
    await rowsOf(
      `COPY (SELECT id, name, name AS kind, x::DOUBLE AS x, TIMESTAMPTZ '2024-03-10 07:30:00.123456+00' AS ts FROM ${source}) TO '${at('odd.parquet')}'`,
    );
    const fitted = await pipeline({
      columns: { x: 'numeric', kind: 'frequency' },
      detector: isolationForest({ nTrees: 20 }),
    }).fit(Array.from({ length: 100 }, (_, i) => ({ x: i % 9, kind: i % 4 ? 'a\tb' : '\\N' })));
    await fitted.save(at('odd-model'));
    await scoreOnSpark(spark, {
      ...{ model: at('odd-model'), input: at('odd.parquet'), output: at('odd') },
      ...{
        idColumns: ['id', 'name', 'ts'],
        dayColumn: 'ts',
        workerFile: at('transform-worker.js'),
      },
    });
    const read = `SELECT id, name, ts FROM`;
    const found = await rowsOf(`${read} '${at('odd')}/day=2024-03-10/*.parquet' ORDER BY id`);
    expect(found).toEqual(await rowsOf(`${read} '${at('odd.parquet')}' ORDER BY id`));
    const input = await rowsOf(`SELECT x, kind FROM '${at('odd.parquet')}' ORDER BY id`);
    const scores = await fitted.score(input.map(([x, kind]) => ({ x, kind })));
    const onSpark = await rowsOf(`SELECT score FROM '${at('odd')}/*/*.parquet' ORDER BY id`);
    expect(onSpark.flat()).toEqual([...scores]);
  });

  it('says in one line what a worker says that cannot work', async () => {
    const options = { model: at('model'), input: at('duckdb-auth_events'), output: at('none') };
    await expect(
      scoreOnSpark(spark, { ...options, workerFile: at('no-worker.js') }),
    ).rejects.toThrow(
      `Spark at ${cluster.address}: a program of its workers failed (Cannot find module '${at('no-worker.js')}')`,
    );
    expect(existsSync(at('none'))).toBe(false);
  });

  it('Ctrl-C ends the query on the cluster, and nothing is written', async () => {
    const args = ['--table', 'auth_events', '--output', at('stopped')];
    const engine = ['--engine', 'spark', '--connect', cluster.address];
    const command = ['--import', 'tsx', 'src/cli.ts', 'features', store, ...args, ...engine];
    const child = spawn(process.execPath, command, { cwd: join(__dirname, '..', '..') });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
    });
    const ended = new Promise((done) => child.on('close', done));
    while (!readdirSync(folder).some((name) => name.startsWith('stopped.part-'))) {
      await new Promise((done) => setTimeout(done, 20));
    }
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(told).toMatch(/stopped; nothing was written\n$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });
});
