import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import type { FittedPipeline } from '../../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../../src/pipeline/pipeline';
import { type ScoreFileOptions, scoreFile } from '../../../src/pipeline/scoring/score-file';
import { createRandom } from '../../../src/random';

const random = createRandom(1);
const ROWS = Array.from({ length: 5000 }, (_, i) => ({
  id: `event ${String(i).padStart(4, '0')}`,
  bytes: random.normal(1000, 100),
  failures: random.integer(3),
  'user, name': random.choice(['ann', 'bob', "d'Arcy"]),
  remote: random.integer(2) === 1,
  port: random.choice([22, 443]),
}));
type Example = (typeof ROWS)[number];
const NAMES = Object.keys(ROWS[0]) as (keyof Example)[];

let folder = '';
let fitted: FittedPipeline;
let expected: Float32Array;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'score file '));
  fitted = await pipeline({
    columns: {
      failures: 'numeric',
      bytes: 'numeric',
      'user, name': 'oneHot',
      remote: 'label',
      port: 'frequency',
    },
    scaler: 'standard',
    detector: isolationForest({ nTrees: 20 }),
  }).fit(ROWS.slice(0, 1000));
  expected = await fitted.score(ROWS);
  await writeExamples();
});
afterAll(() => rm(folder, { recursive: true }));

async function writeExamples(): Promise<void> {
  const csv = csvOf(ROWS);
  await writeFile(at('rows.csv'), csv);
  await writeFile(at('rows.csv.gz'), gzipSync(csv));
  const lines = ROWS.map((row) => JSON.stringify(row));
  await writeFile(at('rows.json'), `[${lines.join(',\n')}]`);
  await writeFile(at('rows.jsonl'), lines.join('\n'));
  await writeFile(at('rows.ndjson.gz'), gzipSync(lines.join('\n')));
  await query(
    `COPY (SELECT * FROM read_csv('${at('rows.csv')}')) TO '${at('rows.parquet')}' (ROW_GROUP_SIZE 2048)`,
  );
}

function csvOf(rows: readonly object[], names: readonly string[] = NAMES): string {
  const quote = (value: unknown) => (/[,"]/.test(String(value)) ? `"${value}"` : String(value));
  const lines = rows.map((row) => names.map((name) => quote(row[name as never] ?? '')).join(','));
  return `${[names.map(quote).join(','), ...lines].join('\n')}\n`;
}

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const score = (options: Partial<ScoreFileOptions> = {}) =>
  scoreFile({
    pipeline: fitted,
    input: at('rows.parquet'),
    output: at('scores.parquet'),
    ...options,
  });

/** Scores a CSV file of these lines. */
async function scoreLines(lines: readonly string[], options: Partial<ScoreFileOptions> = {}) {
  await writeFile(at('lines.csv'), lines.join('\n'));
  return score({ input: at('lines.csv'), ...options });
}
const HEADER = 'bytes,failures,"user, name",remote,port';

describe('scoreFile', () => {
  it.each(['rows.csv', 'rows.csv.gz', 'rows.json', 'rows.jsonl', 'rows.ndjson.gz', 'rows.parquet'])(
    'scores %s as the pipeline scores rows',
    async (name) => {
      const output = at(`${name}.scores.parquet`);
      const counts = await score({ input: at(name), output, idColumns: ['id'], batchRows: 1000 });
      const rows = await query(`SELECT id, score, flag FROM '${output}'`);
      const flags = await fitted.predict(ROWS);
      expect(rows).toEqual(ROWS.map(({ id }, i) => [id, expected[i], flags[i]]));
      expect(counts).toEqual({ nRows: 5000, nFlagged: flags.reduce((sum, flag) => sum + flag, 0) });
    },
  );

  it('writes CSV, gzipped too, that reads back to the bit', async () => {
    for (const name of ['out.csv', 'out.csv.gz']) {
      await score({ output: at(name), idColumns: ['port', 'user, name'] });
      const rows = await query(`SELECT * FROM read_csv('${at(name)}', types = {score: 'FLOAT'})`);
      expect(rows.map(([port, user, score]) => [Number(port), user, score])).toEqual(
        ROWS.map((row, i) => [row.port, row['user, name'], expected[i]]),
      );
    }
    expect((await readFile(at('out.csv'), 'utf8')).split('\n')[0]).toBe(
      'port,"user, name",score,flag',
    );
  });

  it('scores the same in worker threads', async () => {
    const output = at('threads.parquet');
    await score({ output, workers: 2, batchRows: 700 });
    const rows = await query(`SELECT score FROM '${output}'`);
    expect(rows.flat()).toEqual([...expected]);
  });

  it('tells how far it is', async () => {
    const told: object[] = [];
    await score({ batchRows: 2048, onProgress: (progress) => told.push(progress) });
    expect(told).toMatchObject([2048, 4096, 5000].map((nRows) => ({ nRows, nRowsTotal: 5000 })));
    told.length = 0;
    await score({ input: at('rows.csv'), onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([{ nRows: 5000, nFlagged: expect.any(Number) }]);
  });

  it('takes true and false of a CSV file for the numbers 1 and 0, as rows have them', async () => {
    const rows = [true, false, true].map((failures) => ({ ...ROWS[0], failures }));
    await writeFile(at('booleans.csv'), csvOf(rows).replace(',false,', ',False,'));
    await score({ input: at('booleans.csv'), output: at('booleans.parquet') });
    const scores = await query(`SELECT score FROM '${at('booleans.parquet')}'`);
    expect(scores.flat()).toEqual([...(await fitted.score(rows))]);
  });

  it('fills missing numbers where the pipeline has an imputer', async () => {
    const holes = ROWS.slice(0, 10).map((row, i) => ({
      ...row,
      bytes: i === 3 ? null : row.bytes,
    }));
    const filling = await pipeline({
      columns: { bytes: 'numeric', failures: 'numeric' },
      missing: 'median',
      detector: isolationForest({ nTrees: 20 }),
    }).fit(holes);
    for (const [name, text] of [
      ['holes.csv', csvOf(holes)],
      ['holes.json', JSON.stringify(holes)],
    ]) {
      await writeFile(at(name), text);
      await score({ pipeline: filling, input: at(name), output: at('filled.parquet') });
      const rows = await query(`SELECT score FROM '${at('filled.parquet')}'`);
      expect(rows.flat()).toEqual([...(await filling.score(holes))]);
    }
  });

  it('gives no rows for a file without any', async () => {
    await query(`COPY (SELECT * FROM '${at('rows.parquet')}' LIMIT 0) TO '${at('none.parquet')}'`);
    for (const input of ['none.parquet', 'header.csv']) {
      await writeFile(at('header.csv'), `${HEADER}\n`);
      expect(await score({ input: at(input), output: at('none.csv') })).toEqual({
        nRows: 0,
        nFlagged: 0,
      });
      expect(await readFile(at('none.csv'), 'utf8')).toBe('score,flag\n');
    }
  });
});

describe('scoreFile names what is wrong', () => {
  it.each([
    ['not a number', '1,x,ann,true,22', 'line 3, column failures: must be a number, got x'],
    ['no boolean', '1,2,ann,maybe,22', 'line 3, column remote: must be true or false, got maybe'],
    ['NaN', 'nan,2,ann,true,22', 'line 3, column bytes: must be a number, got nothing; an imputer'],
    [
      'nothing',
      ',2,ann,true,22',
      'line 3, column bytes: must be a number, got nothing; an imputer',
    ],
    ['infinite', '-inf,2,ann,true,22', 'line 3, column bytes: must be finite, got -Infinity'],
    ['too few values', '1,2,ann', 'line 3: must have 5 values, got 3'],
  ])('in a line of a CSV file: %s', async (_, line, message) => {
    const lines = [HEADER, '1,2,ann,true,22', line, '1,2,ann,true,22'];
    await expect(scoreLines(lines)).rejects.toThrow(`${at('lines.csv')} ${message}`);
  });

  it.each([
    ['a text', { bytes: '7' }, 'row 5, column bytes: must be a number, got "7"'],
    ['a list', { bytes: [7] }, 'row 5, column bytes: must be a number, got [7]'],
    ['a number', { 'user, name': 7 }, 'row 5, column user, name: must be a text, got 7'],
    ['nothing', { bytes: undefined }, 'row 5, column bytes: must be a number, got nothing'],
  ])('in a row of a JSON file: %s', async (_, change, message) => {
    const rows = ROWS.slice(0, 9).map((row, i) => (i === 4 ? { ...row, ...change } : row));
    await writeFile(at('wrong.json'), JSON.stringify(rows));
    await expect(score({ input: at('wrong.json') })).rejects.toThrow(
      `${at('wrong.json')} ${message}`,
    );
  });

  it('in the types of a parquet file, and in its rows', async () => {
    const [input, from] = [at('wrong.parquet'), `FROM '${at('rows.parquet')}'`];
    await query(`COPY (SELECT * REPLACE (id AS bytes) ${from}) TO '${input}'`);
    await expect(score({ input })).rejects.toThrow(
      new TypeError(`${input}, column bytes: must be a number, got VARCHAR`),
    );
    const infinite = `CASE id WHEN 'event 3000' THEN 'inf'::DOUBLE ELSE bytes END`;
    await query(`COPY (SELECT * REPLACE (${infinite} AS bytes) ${from}) TO '${input}'`);
    await expect(score({ input, workers: 1 })).rejects.toThrow(
      new RangeError(`${input} row 3001, column bytes: must be finite, got Infinity`),
    );
  });

  it('where columns are missing', async () => {
    await expect(scoreLines(['bytes,failures', '1,2'])).rejects.toThrow(
      new RangeError(
        `${at('lines.csv')}: must have column user, name, remote, port, got bytes, failures`,
      ),
    );
    await expect(score({ idColumns: ['no'] })).rejects.toThrow('rows.parquet: must have column no');
  });

  it('where the file is none', async () => {
    await writeFile(at('empty.csv'), '');
    await writeFile(at('empty.json'), '');
    await writeFile(at('broken.parquet'), 'PAR1 and no more');
    await writeFile(at('broken.json'), '[{"bytes": 1}, {"bytes"');
    const fails = (name: string) => expect(score({ input: at(name) })).rejects;
    await fails('empty.csv').toThrow('empty.csv: must have a header line, got an empty file');
    await fails('empty.json').toThrow('empty.json: must have rows, got an empty file');
    await fails('broken.parquet').toThrow(/broken\.parquet: cannot be read \(.*\)$/);
    await fails('broken.json').toThrow(/broken\.json/);
    await fails('no.csv').toThrow('no.csv: no such file');
    await fails('rows.txt').toThrow('rows.txt: must end in .csv, .parquet, .json');
  });

  it('where the output cannot be written', async () => {
    const fails = (output: string) => expect(score({ output })).rejects;
    await mkdir(at('folder.csv'), { recursive: true });
    await fails(at('folder.csv')).toThrow('folder.csv: must be a file, got a folder');
    await fails(at('no/scores.csv')).toThrow('must be a place that can be written to (ENOENT)');
    await fails(at('rows.csv/scores.csv')).toThrow('must be a place that can be written to (');
    await fails(at('scores.txt')).toThrow('output must end in .parquet, .csv or .csv.gz, got ');
    await fails(at('rows.parquet')).toThrow('output must be another file than the input, got ');
  });

  it('where an option is wrong', async () => {
    const fails = (options: object) => expect(score(options)).rejects;
    await fails({ batchRows: 0 }).toThrow('batchRows must be an integer of at least 1, got 0');
    await fails({ workers: -1 }).toThrow('workers must be an integer of at least 0, got -1');
    await fails({ memoryMb: 1 }).toThrow('memoryMb must be an integer of at least 64, got 1');
    await fails({ idColumns: ['port', 'id', 'PORT'] }).toThrow(
      'id columns must differ, got PORT twice',
    );
    await fails({ idColumns: ['Score'] }).toThrow('must not be named score or flag, got Score');
    await fails({ batchSize: 1 }).toThrow('option must be pipeline, input, ');
  });

  it('where the pipeline takes windows', async () => {
    const windows = { ...fitted, state: { ...fitted.state, windows: { length: 2 } } };
    await expect(score({ pipeline: windows as never })).rejects.toThrow(
      'pipeline must take rows one by one, got one of windows',
    );
  });
});

describe('scoreFile leaves the old output and no trace', () => {
  it.each([
    ['when a row is wrong', ['1,2,ann,true,22', 'x,2,ann,true,22'], undefined],
    ['when it is stopped', ['1,2,ann,true,22'], AbortSignal.abort(new Error('enough'))],
  ])('%s', async (_, lines, signal) => {
    await writeFile(at('old.csv'), 'old');
    const before = (await readdir(folder)).toSorted();
    const options = { output: at('old.csv'), ...(signal && { signal }) };
    await writeFile(at('lines.csv'), '');
    await expect(scoreLines([HEADER, ...lines], options)).rejects.toThrow(
      /must be a number|enough/,
    );
    expect(await readFile(at('old.csv'), 'utf8')).toBe('old');
    expect((await readdir(folder)).toSorted()).toEqual(before);
  });

  it('stops between batches', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const onProgress = ({ nRows }: { nRows: number }) => {
      told.push(nRows);
      stop.abort(new Error('enough'));
    };
    const options = { batchRows: 2048, onProgress, signal: stop.signal };
    await expect(score(options)).rejects.toThrow('enough');
    expect(told).toEqual([2048]);
  });
});
