import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpz } from '../../../src/data/npz';
import { profileTable } from '../../../src/data/profile/profile-table';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const LOG = [
  'id,time,bytes,ok,user,same,fixed,empty',
  ...Array.from({ length: 30 }, (_, i) =>
    [
      ...[`k${i}`, `2024-03-01T00:${String(i).padStart(2, '0')}:00Z`, i === 3 ? '' : i * 2.5],
      ...[i % 2 === 0, i < 20 ? 'root' : 'ann', i === 3 ? '' : i * 2.5, 7, ''],
    ].join(','),
  ),
].join('\n');

describe('profileTable', () => {
  it('finds out what each column of a CSV file holds', async () => {
    const { nRows, nColumns, columns } = await profileTable(write('log.csv', LOG));
    expect({ nRows, nColumns }).toEqual({ nRows: 30, nColumns: 8 });
    const [id, time, bytes, ok, user, same, fixed, empty] = columns;
    expect(columns.map(({ content }) => content).slice(0, 6)).toEqual([
      ...['text', 'time', 'number', 'boolean', 'text', 'number'],
    ]);
    expect(id.isIdLike).toBe(true);
    expect(time.times).toMatchObject({
      nBackwards: 0,
      medianGapSeconds: 60,
      largestGapSeconds: 60,
    });
    expect(time.times?.first).toBe(Date.UTC(2024, 2, 1));
    expect(bytes).toMatchObject({ nMissing: 1, nDistinct: 29 });
    expect(bytes.numbers).toMatchObject({ min: 0, max: 72.5, isInteger: false });
    expect(bytes.numbers?.histogram?.reduce((sum, count) => sum + count)).toBe(29);
    expect(ok.top?.[0]).toEqual({ value: 'false', count: 15 });
    expect(user.top?.[0]).toEqual({ value: 'root', count: 20 });
    expect(same.duplicateOf).toBe('bytes');
    expect(user.duplicateOf).toBeUndefined();
    expect(fixed.isConstant).toBe(true);
    expect(empty).toMatchObject({ isConstant: true, nMissing: 30 });
  });

  it('tells columns apart whose values differ in even counts of rows only', async () => {
    const path = write('flags.csv', 'a,b\n0,1\n1,0\n1,1\n0,0\n1,0\n0,1\n');
    expect((await profileTable(path)).columns[1].duplicateOf).toBeUndefined();
  });

  it('says where a column of numbers holds a text, and counts infinite ones as missing', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i === 6 ? 'n/a' : i},${i === 2 ? 'inf' : i / 2}`,
    );
    const path = write('mixed.csv', ['a,b', ...rows].join('\n'));
    const [a, b] = (await profileTable(path)).columns;
    expect(a.content).toBe('text');
    expect(a.notes).toEqual([
      `all but 1 of 20 values are numbers; first other: ${path} line 8, got n/a (option missing takes it for nothing); taken for text`,
    ]);
    expect(b).toMatchObject({ content: 'number', nMissing: 1 });
    expect(b.numbers?.max).toBe(9.5);
  });

  it('takes texts for nothing that are said to be, and says where numbers are written in another way', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i % 9 ? i : 'NA'};${i},5;31.01.20${i + 10}`,
    );
    const path = write('other.csv', ['a;b;day', ...rows].join('\n'));
    const [a, b, day] = (await profileTable(path, { missing: ['NA', '-'] })).columns;
    expect(a).toMatchObject({ content: 'number', nMissing: 3, notes: [] });
    expect(b).toMatchObject({ content: 'text', isIdLike: false });
    expect(b.notes).toEqual([
      'values look like numbers in another form than 1234.5; taken for text',
    ]);
    expect(day.notes[0]).toContain('look like times in another form');
  });

  it('counts numbers as missing whose squares are beyond all numbers', async () => {
    const path = write('huge.csv', ['a', '1e308', '-2e307', '3', '4', '5'].join('\n'));
    const [a] = (await profileTable(path)).columns;
    expect(a).toMatchObject({ nMissing: 2, notes: ['2 numbers beyond 1e+100 count as missing'] });
    expect(a.numbers).toMatchObject({ min: 3, max: 5 });
  });

  it('names a column without a name by its place', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i % 7}`);
    const { columns } = await profileTable(write('pandas.csv', [',a', ...rows].join('\n')));
    expect(columns.map(({ name, isIdLike }) => [name, isIdLike])).toEqual([
      ['column 1', true],
      ['a', false],
    ]);
  });

  it('says how far it is', async () => {
    const steps: string[] = [];
    const onReading = ({ step, share }: { step: string; share: number }) => {
      expect(share).toBeGreaterThanOrEqual(0);
      steps.push(step);
    };
    await profileTable(write('steps.csv', LOG), { onReading });
    expect(steps.filter((step) => step !== 'reading')).toEqual([
      ...['types', ...Array.from({ length: 8 }, () => 'columns')],
    ]);
  });

  it('reads JSON by its own types, nested values as such', async () => {
    const lines = [1, 2].map((i) =>
      JSON.stringify({ n: i, flag: true, when: `2024-01-0${i}`, code: `${i}`, deep: { a: i } }),
    );
    const { columns } = await profileTable(write('log.jsonl', lines.join('\n')));
    expect(columns.map(({ content }) => content)).toEqual([
      ...['number', 'boolean', 'time', 'text', 'nested'],
    ]);
  });

  it('reads parquet, and times that its texts are', async () => {
    const path = join(folder, 'log.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`COPY (SELECT range / 3 AS a, TIMESTAMP '2024-01-01' + INTERVAL (5 - range) HOUR AS t,
      '2024-01-01' AS day, range % 2 = 0 AS even FROM range(5)) TO '${path}'`);
    const { nRows, columns } = await profileTable(path);
    expect(nRows).toBe(5);
    expect(columns.map(({ content }) => content)).toEqual(['number', 'time', 'time', 'boolean']);
    expect(columns[1].times).toMatchObject({ nBackwards: 4, largestGapSeconds: 3600 });
  });

  it('reads X and y of an NPZ file', async () => {
    const path = join(folder, 'set.npz');
    const X = { shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, Number.NaN, 6) };
    await writeNpz(path, { X, y: { shape: [3], data: Int32Array.of(0, 1, 0) } });
    const { columns } = await profileTable(path);
    expect(columns.map(({ name, nMissing }) => [name, nMissing])).toEqual([
      ...[
        ['feature 0', 1],
        ['feature 1', 0],
        ['y', 0],
      ],
    ]);
  });

  it('takes a file without rows, and counts duplicate rows', async () => {
    const none = await profileTable(write('none.csv', 'a,b\n'));
    expect(none).toMatchObject({ nRows: 0, nDuplicateRows: 0 });
    expect(none.columns[0]).toMatchObject({ isConstant: true, nMissing: 0 });
    expect(await profileTable(write('twice.csv', 'a,b\n1,2\n1,2\n2,1\n'))).toMatchObject({
      nDuplicateRows: 1,
    });
  });

  it('looks at the first columns only of a table of 10,000', async () => {
    const names = Array.from({ length: 10_000 }, (_, j) => `c${j}`);
    const rows = [1, 2, 3].map((i) => names.map((_, j) => (i * j) % 7).join(','));
    const path = write('wide.csv', [names.join(','), ...rows].join('\n'));
    const { nColumns, columns } = await profileTable(path, { maxColumns: 100 });
    expect({ nColumns, nProfiled: columns.length }).toEqual({ nColumns: 10_000, nProfiled: 100 });
  });

  it('names file and line of what is broken', async () => {
    const ragged = write('ragged.csv', 'a,b\n1,2\n3\n');
    await expect(profileTable(ragged)).rejects.toThrow(
      `${ragged} line 3: must have 2 values, got 1`,
    );
    const quote = write('quote.csv', 'a,b\n1,"x\n2,y\n');
    await expect(profileTable(quote)).rejects.toThrow(
      `${quote} line 2: must end the quote that it begins`,
    );
    const latin = join(folder, 'latin.csv');
    writeFileSync(latin, Buffer.from('a\nM\xfcller\n', 'latin1'));
    await expect(profileTable(latin)).rejects.toThrow(`${latin} line 2: must be UTF-8`);
    writeFileSync(latin, Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'));
    await expect(profileTable(latin)).rejects.toThrow(`${latin} line 1: must be text in UTF-8`);
    await expect(profileTable(write('log.txt', 'a'))).rejects.toThrow('must end in .csv');
    await expect(profileTable('missing.csv')).rejects.toThrow('missing.csv: no such file');
    await expect(profileTable(write('bad.parquet', 'PAR1'))).rejects.toThrow(
      /bad\.parquet: cannot be read \([^\n]*\)$/,
    );
    await expect(profileTable(ragged, { missing: 'NA' as never })).rejects.toThrow(
      'missing must be a list of texts, got NA',
    );
    await expect(profileTable(ragged, { maxColumns: 0 })).rejects.toThrow('maxColumns must be');
    await expect(
      profileTable(ragged, { signal: AbortSignal.abort(new Error('stopped')) }),
    ).rejects.toThrow('stopped');
  });
});
