import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SparkRow, SparkSession, SparkTarget } from '../../../src/data/spark/session';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { type SparkScoreOptions, scoreOnSpark } from '../../../src/pipeline/batch/score-on-spark';
import { pipeline } from '../../../src/pipeline/pipeline';

let folder = '';
const at = (...names: string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'score-on-spark-'));
  const rows = Array.from({ length: 50 }, (_, i) => ({ bytes: i % 7, user: `u${i % 3}` }));
  const options = {
    columns: { bytes: 'numeric', user: 'oneHot' } as const,
    detector: isolationForest(),
  };
  await (await pipeline(options).fit(rows)).save(at('model'));
  mkdirSync(at('data'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A session of a Spark that knows the types of the data, and how many rows there are, and writes nothing. */
function toldSpark(types: Readonly<Record<string, string>>, nRows = 3) {
  const written: (SparkTarget & { readonly sql: string })[] = [];
  const answer = (sql: string): SparkRow[] => {
    if (sql.startsWith('DESCRIBE')) {
      return Object.entries(types).map(([col_name, data_type]) => ({ col_name, data_type }));
    }
    if (sql.includes('GROUP BY refused')) return [{ refused: 'bytes must be there', n: 1n }];
    if (sql.includes('count_if')) return [{ n: BigInt(nRows), flagged: 1n, refused: 1n }];
    return [{ n: BigInt(nRows) }];
  };
  const spark: SparkSession = {
    run: async () => undefined,
    query: async function* (sql) {
      yield answer(sql);
    },
    write: async (sql, target) => {
      written.push({ sql, ...target });
      mkdirSync(target.path);
      writeFileSync(join(target.path, '_SUCCESS'), '');
    },
    close: async () => undefined,
  };
  return { spark, written };
}

const TYPES = {
  id: 'bigint',
  bytes: 'int',
  user: 'string',
  day: 'date',
  at: 'timestamp',
  bag: 'array<int>',
};
const optionsOf = (name: string): SparkScoreOptions => ({
  ...{ model: at('model'), input: at('data'), output: at(name) },
});

describe('scoreOnSpark', () => {
  it('has a folder written for each day, and says how many rows were refused and why', async () => {
    const { spark, written } = toldSpark(TYPES);
    const scores = await scoreOnSpark(spark, { ...optionsOf('scores'), idColumns: ['id'] });
    expect(scores).toEqual({
      ...{ nRows: 3, nFlagged: 1, nRefused: 1 },
      reasons: [{ reason: 'bytes must be there', nRows: 1 }],
    });
    const [{ sql, partitionBy, overwrite }] = written;
    expect({ partitionBy, overwrite }).toEqual({ partitionBy: ['day'], overwrite: false });
    expect(sql).toContain(`FROM parquet.\`${at('data')}\``);
    expect(sql).toContain('CAST(id_0 AS bigint) AS `id`, CAST(id_1 AS date) AS `day`');
    expect(sql).toContain(`${at('model')} 2 ||`);
  });

  it('makes days of a time, or writes one folder', async () => {
    const { spark, written } = toldSpark({ ...TYPES, day: 'string' });
    await scoreOnSpark(spark, {
      ...optionsOf('of-time'),
      dayColumn: 'at',
      workerFile: '/opt/w.js',
    });
    await scoreOnSpark(spark, optionsOf('one'));
    expect(written[0].sql).toContain(
      "DATE '1970-01-01' + CAST(FLOOR(CAST(unix_millis(`at`) AS DOUBLE) / 86400000) AS INTEGER)",
    );
    expect(written[0].sql).toContain('node /opt/w.js ');
    expect(written[1].partitionBy).toBeUndefined();
  });

  it.each([
    [{ idColumns: ['nothing'] }, /data: must have column nothing, got id, bytes/],
    [{ idColumns: ['bag'] }, /data, column bag: must be a number, a text, .*, got array<int>/],
    [{ idColumns: ['id', 'ID'] }, /must have column ID/],
    [{ idColumns: ['id', 'id'] }, /id columns must differ, got id twice/],
    [
      { dayColumn: 'user' },
      /column user: must be a date, a timestamp, or a bigint of epoch ms, got string/,
    ],
    [{ output: 'model' }, /must hold tables alone|must be empty or missing/],
    [{ model: 'nothing' }, /pipeline\.json: no such file/],
    [{ input: 'nothing' }, /nothing: no such file or folder/],
    [{ nodes: 3 } as object, /option must be model, input.*, got nodes/],
  ])('refuses %j', async (wrong: Partial<SparkScoreOptions>, message) => {
    const places = Object.entries(wrong).map(([name, value]) => [
      name,
      typeof value === 'string' && name !== 'dayColumn' ? at(value) : value,
    ]);
    const options = { ...optionsOf('refused'), ...Object.fromEntries(places) };
    await expect(scoreOnSpark(toldSpark(TYPES).spark, options)).rejects.toThrow(message);
  });

  it('refuses columns of another type than the pipeline reads', async () => {
    const { spark } = toldSpark({ ...TYPES, bytes: 'string' });
    await expect(scoreOnSpark(spark, optionsOf('typed'))).rejects.toThrow(
      'column bytes: must be a number, got string',
    );
  });

  it('says that rows are missing', async () => {
    const { spark } = toldSpark(TYPES);
    let n = 9n;
    const losing: SparkSession = {
      ...spark,
      query: (sql, controls) =>
        sql.startsWith('SELECT count(*) AS n') && !sql.includes('count_if')
          ? (async function* () {
              yield [{ n: n-- }];
            })()
          : spark.query(sql, controls),
    };
    await expect(scoreOnSpark(losing, optionsOf('lost'))).rejects.toThrow(
      /must have 9 rows, got 8; a program lost some, the data changed meanwhile, or Spark's/,
    );
  });
});
