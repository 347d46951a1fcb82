import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileDriftOptions, fileDrift } from '../../../src/pipeline/drift/file-drift';
import { createRandom } from '../../../src/random';

const folder = mkdtempSync(join(tmpdir(), 'drift '));
const path = (name: string) => join(folder, name);
const write = (name: string, lines: readonly string[]) =>
  writeFileSync(path(name), lines.join('\n'));
const HEAD = 'time,bytes,method,label';

function lines(nDays: number, moved: (day: number) => boolean): string[] {
  const random = createRandom(nDays);
  return Array.from({ length: nDays * 30 }, (_, i) => {
    const day = Math.floor(i / 30);
    const time = new Date(Date.UTC(2024, 0, 1) + (day + random.uniform()) * 86_400_000);
    const bytes = random.normal(moved(day) ? 3 : 0).toFixed(3);
    return `${time.toISOString()},${bytes},${random.choice(['key', 'password'])},${i % 2}`;
  });
}

beforeAll(() => {
  write('a.csv', [HEAD, ...lines(7, () => false)]);
  write('b.csv', [HEAD, ...lines(8, () => true)]);
  write('weeks.csv', [HEAD, ...lines(22, (day) => day >= 14)]);
  write('text.csv', [HEAD, '2024-01-01T00:00:00Z,many,key,1']);
  write('empty.csv', [HEAD, ...lines(7, () => false).map((line) => line.replace(/,[^,]*/, ','))]);
  write('fewer.csv', ['time,method', '2024-01-01T00:00:00Z,key']);
  write('head.csv', [HEAD]);
  write('flat.csv', ['flag,kind,n', ...Array.from({ length: 40 }, (_, i) => `0,a,${i % 3}`)]);
  write('flatter.csv', [
    'flag,kind,n',
    ...Array.from({ length: 40 }, (_, i) => `${i % 2},${i % 2 ? 'a' : 'b'},${i % 3}`),
  ]);
  write('timeless.csv', ['bytes,method', ...['1,a', '2,a', '3,b', '1,b']]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('fileDrift', () => {
  it('compares the columns of two files', async () => {
    const { rows, notes } = await fileDrift({ reference: path('a.csv'), current: path('b.csv') });
    const names = rows.map(({ feature }) => feature);
    expect(names).toEqual(['time: hour', 'time: weekday', 'bytes', 'method']);
    const significant = rows.filter(({ isSignificant }) => isSignificant);
    expect(significant.map(({ feature }) => feature)).toEqual(['bytes']);
    expect(notes.join(' ')).toContain('label (labels: for judging only)');
    expect(notes[0]).toMatch(/a\.csv, 210 rows\.$/);
  });

  it('is watched, and stopped between columns', async () => {
    const files = { reference: path('a.csv'), current: path('b.csv') };
    const read = new Set<string>();
    const done: number[] = [];
    await fileDrift({
      ...files,
      onReading: (progress) => read.add(progress.path),
      onProgress: ({ nDone, nColumns }) => done.push(nDone / nColumns),
    });
    expect([...read]).toEqual([path('a.csv'), path('b.csv')]);
    expect(done).toEqual([0.25, 0.5, 0.75, 1]);
    const stop = new AbortController();
    const stopped = fileDrift({ ...files, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toThrow(/aborted/);
  });

  it('takes a text for nothing if told so', async () => {
    const options = { reference: path('a.csv'), current: path('text.csv'), missing: ['many'] };
    const { rows } = await fileDrift(options);
    expect(rows.find(({ feature }) => feature === 'bytes')).toMatchObject({ missingCurrent: 1 });
  });

  it('takes one file by weeks', async () => {
    const { rows, notes } = await fileDrift({ reference: path('weeks.csv'), exclude: ['method'] });
    const found = rows.filter(({ isSignificant }) => isSignificant);
    expect(found).toMatchObject([{ feature: 'bytes', week: 3, size: 'large' }]);
    expect(notes[0]).toMatch(/weeks\.csv, 660 rows, by weeks of time\.$/);
  });

  it('takes some rows at random where there are more', async () => {
    const options = { reference: path('a.csv'), current: path('b.csv'), maxRows: 50 };
    const { rows, notes } = await fileDrift(options);
    expect(notes[0]).toContain('210 rows, of which 50 were taken at random');
    expect(await fileDrift(options)).toEqual({ rows, notes });
  });

  it('sees a constant that is one no more', async () => {
    const { rows } = await fileDrift({ reference: path('flat.csv'), current: path('flatter.csv') });
    const [a, b] = ['flag', 'kind'].map((name) => rows.find(({ feature }) => feature === name));
    expect([a, b]).toMatchObject([{ size: 'large' }, { size: 'large' }]);
    expect([a, b].every((row) => row?.isSignificant)).toBe(true);
  });

  it('takes a column without any value for one that is missing', async () => {
    const { rows } = await fileDrift({ reference: path('a.csv'), current: path('empty.csv') });
    expect(rows.find(({ feature }) => feature === 'bytes')).toMatchObject({ missingCurrent: 1 });
  });

  it.each<[Partial<FileDriftOptions> & { misspelt?: number }, RegExp]>([
    [
      { current: 'text.csv' },
      /text\.csv, column bytes: must be a number as in the reference, got text/,
    ],
    [{ current: 'fewer.csv' }, /fewer\.csv: must have column bytes, got time, method/],
    [{ current: 'head.csv' }, /head\.csv: must have rows, got none/],
    [{ current: 'none.csv' }, /none\.csv/],
    [{ columns: ['x'] }, /a\.csv: must have column x, got time, bytes, method, label/],
    [{ time: 'method' }, /a\.csv, column method: must be times or numbers, got text/],
    [{}, /a\.csv: times must span more than 1 whole weeks, got 1/],
    [{ reference: 'timeless.csv' }, /timeless\.csv: must have a column of times/],
    [{ maxRows: 1 }, /maxRows must be an integer of at least 20, got 1/],
    [{ misspelt: 1 }, /option must be reference, .* got misspelt/],
    [{ current: 'b.csv', nBins: 1 }, /nBins must be an integer of at least 2, got 1/],
  ])('refuses %j', async (options, message) => {
    const { reference = 'a.csv', current, ...others } = options;
    const files = { reference: path(reference), ...(current && { current: path(current) }) };
    await expect(fileDrift({ ...files, ...others })).rejects.toThrow(message);
  });
});
