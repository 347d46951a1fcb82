import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadDataset } from '../../../src/data/download';
import { findHai } from '../../../src/data/process/find-hai';
import { readHai } from '../../../src/data/process/hai';
import { HAI_VERSIONS, haiPoints } from '../../../src/data/process/hai-points';
import { findDataSource } from '../../../src/data/sources';
import { rowOf } from '../../../src/matrix';
import { realData } from '../../real-data';
import { serveFiles } from '../file-server';
import { type HaiTable, haiTable, writeHaiTable } from './hai-file';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hai '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of 20.07 after a change, and says where it is. */
function changed(change: (table: HaiTable) => void, name: string = 'train1.csv'): string {
  const table = haiTable();
  change(table);
  return writeHaiTable(join(folder, name), table);
}

const CLEAN = { nCarried: 0, longestCarried: 0, nRepeated: 0, nBackward: 0 };

describe('readHai', () => {
  it('reads points, times and labels of 20.07, gzipped', async () => {
    const path = writeHaiTable(join(folder, 'test1.csv.gz'), haiTable());
    const { samples, times, points, labels, labelsByProcess, ...others } = await readHai(path);
    expect([samples.nSamples, samples.nFeatures]).toEqual([6, 59]);
    expect([...rowOf(samples, 2)]).toEqual(points.map((_, j) => 2 + j / 100));
    expect(new Date(times[0]).toISOString()).toBe('2019-10-29T11:00:00.000Z');
    expect(points.slice(0, 2)).toEqual(['P1_B2004', 'P1_B2016']);
    expect([...labels!]).toEqual([0, 0, 0, 0, 1, 1]);
    expect(Object.keys(labelsByProcess!)).toEqual(['P1', 'P2', 'P3']);
    expect([...labelsByProcess!['P1']]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...labelsByProcess!['P3']]).toEqual([0, 0, 0, 0, 0, 0]);
    const pauses = { stepSeconds: 1, nPauses: 0, longestPauseSeconds: 0 };
    expect(others).toEqual({ name: 'test1', version: '20.07', repairs: CLEAN, ...pauses });
  });

  it.each(HAI_VERSIONS)('tells %s by its points', async (version) => {
    const path = writeHaiTable(join(folder, `test${version}.csv`), haiTable(version));
    const recording = await readHai(path);
    expect(recording.version).toBe(version);
    expect(recording.points).toEqual(haiPoints(version).map(({ name }) => name));
    expect(recording.labels === null).toBe(version === '23.05');
    expect(Object.keys(recording.labelsByProcess ?? {})).toHaveLength(version < '22' ? 3 : 0);
  });

  it('reads several files in their order, and names in another case', async () => {
    const table = haiTable('21.03');
    table.names = table.names.map((name) => name.replace('P2_AutoGO', 'P2_AutoGo'));
    const first = writeHaiTable(join(folder, 'b.csv'), table);
    const second = writeHaiTable(join(folder, 'a.csv'), haiTable());
    const recordings = await readHai([first, second]);
    expect(recordings.map(({ name, version }) => [name, version])).toEqual([
      ['b', '21.03'],
      ['a', '20.07'],
    ]);
    expect(recordings[0].points).toContain('P2_AutoGo');
  });

  it('takes labels of 23.05 from the file beside, by time', async () => {
    const table = haiTable('23.05');
    const path = writeHaiTable(join(folder, 'hai-test1.csv'), table);
    expect((await readHai(path)).labels).toBeNull();
    const beside = join(folder, 'label-test1.csv');
    const write = (labels: readonly string[]) => {
      const lines = labels.map((label, i) => `${table.rows[i][0]},${label}`);
      writeFileSync(beside, ['timestamp,label', ...lines, ''].join('\r\n'));
    };
    write(['0', '0', '1', '1', '0', '0']);
    expect([...(await readHai(path)).labels!]).toEqual([0, 0, 1, 1, 0, 0]);
    write(['0', '0', '1']);
    await expect(readHai(path)).rejects.toThrow(
      /label-test1\.csv: must have a label for 2019-10-29T11:00:03\.000Z, got none/,
    );
    write(['0', '2', '1', '1', '0', '0']);
    await expect(readHai(path)).rejects.toThrow(/line 3, column label: must be 0 or 1, got 2/);
    writeFileSync(beside, 'timestamp,label\n2022-01-01 00:00:00,0\n2022-01-01 00:00:00,1\n');
    await expect(readHai(path)).rejects.toThrow(
      /label-test1\.csv line 3, column timestamp: times must not be repeated/,
    );
    rmSync(beside);
  });

  it('reads numbers as Number does', async () => {
    const texts = ['-0.0305', '1e-5', '123456789.123456789', '0.1', '-3', '.5', '7.', '+2', ' 4 '];
    texts.push('1e-999');
    const path = changed(({ rows }) => rows[1].splice(1, texts.length, ...texts));
    const { samples } = await readHai(path);
    expect([...rowOf(samples, 1)].slice(0, texts.length)).toEqual(texts.map(Number));
  });

  it('reads values in quotes', async () => {
    const plain = await readHai(changed(() => undefined));
    const path = changed(({ rows }) => {
      for (const row of rows) row.splice(0, row.length, ...row.map((value) => `"${value}"`));
    });
    expect(await readHai(path)).toEqual(plain);
    const missing = changed(({ rows }) => rows[1].splice(3, 1, '""'));
    await expect(readHai(missing)).rejects.toThrow(/line 3, .*must have a value, got nothing/);
    const open = changed(({ rows }) => rows[1].splice(3, 1, '"1'));
    await expect(readHai(open)).rejects.toThrow(/line 3, .*must be a number, got "1$/);
  });

  it('counts pauses and does not fill them in', async () => {
    const recording = await readHai(changed(({ rows }) => rows.splice(2, 2)));
    expect(recording.samples.nSamples).toBe(4);
    expect(recording).toMatchObject({ stepSeconds: 1, nPauses: 1, longestPauseSeconds: 3 });
  });

  it.each<[string, (table: HaiTable) => void, RegExp]>([
    [
      'a missing point',
      ({ names }) => names.splice(names.indexOf('P1_FT01'), 1),
      /train1\.csv: must have the 59 points of HAI 20\.07, got none of point P1_FT01/,
    ],
    [
      'an extra column',
      ({ names }) => names.push('P9_X'),
      /train1\.csv: must have only the points of HAI 20\.07, got column P9_X/,
    ],
    [
      'another first column',
      ({ names }) => names.splice(0, 1, 'when'),
      /first column must be time or timestamp, got when/,
    ],
    [
      'a repeated time',
      ({ rows }) => rows.splice(3, 0, rows[2]),
      /line 5, column time: times must not be repeated, got 2019-10-29T11:00:02\.000Z after .*; repair: 'carry'/,
    ],
    [
      'a time that runs back',
      ({ rows }) => rows.splice(3, 0, rows[0]),
      /line 5, column time: times must not run back, got 2019-10-29T11:00:00\.000Z after/,
    ],
    [
      'a broken time',
      ({ rows }) => rows[2].splice(0, 1, '29/10/2019 11:00'),
      /line 4, column time: must be a time such as .*, got 29\/10\/2019 11:00/,
    ],
    [
      'a missing value',
      ({ rows }) => rows[4].splice(3, 1, ''),
      /line 6, column P1_B3004: must have a value, got nothing; repair: 'carry'/,
    ],
    [
      'NaN',
      ({ rows }) => rows[4].splice(3, 1, 'NaN'),
      /line 6, column P1_B3004: must have a value, got nothing/,
    ],
    [
      'what is no number',
      ({ rows }) => rows[4].splice(3, 1, 'Bad'),
      /line 6, column P1_B3004: must be a number, got Bad/,
    ],
    [
      'a number of a megabyte',
      ({ rows }) => rows[4].splice(3, 1, '1'.repeat(1e6)),
      /line 6, column P1_B3004: must be a number, got 1{60}…$/,
    ],
    ['a name of a megabyte', ({ names }) => names.push('x'.repeat(1e6)), /got column x{60}…$/],
    ['tabs', ({ names }) => names.splice(0, 99, names.join('\t')), /or timestamp, got .{60}…$/],
    [
      'a zone that is none',
      ({ rows }) => rows[2].splice(0, 1, '2019-10-29 11:00:00+99:99'),
      /line 4, column time: must be a time/,
    ],
    ['infinity', ({ rows }) => rows[4].splice(3, 1, 'inf'), /must be a number, got inf/],
    ['an endless number', ({ rows }) => rows[4].splice(3, 1, '1e999'), /got 1e999/],
    ['a short line', ({ rows }) => rows[1].pop(), /line 3: must have 64 values, got 63/],
    ['a long line', ({ rows }) => rows[1].push('1'), /line 3: must have 64 values, got 65/],
    ['a lone time', ({ rows }) => rows[1].splice(1), /line 3: must have 64 values, got 1/],
    [
      'another label',
      ({ rows }) => rows[5].splice(60, 1, '2'),
      /line 7, column attack: must be 0 or 1, got 2/,
    ],
    [
      'a missing label',
      ({ rows }) => rows[5].splice(61, 1, ''),
      /line 7, column attack_P1: must be 0 or 1, got nothing/,
    ],
    ['no rows', ({ rows }) => rows.splice(0), /must have samples, got only a header/],
    [
      'labels of processes alone',
      ({ names }) => names.splice(60, 1, 'P0_X'),
      /must have column attack beside attack_P1/,
    ],
  ])('refuses %s', async (_, change, message) => {
    await expect(readHai(changed(change))).rejects.toThrow(message);
  });

  it('refuses a gzip that is cut short, a missing file and an unknown option', async () => {
    const path = changed(() => undefined, 'cut.csv.gz');
    writeFileSync(path, readFileSync(path).subarray(0, 600));
    await expect(readHai(path)).rejects.toThrow(/cut\.csv\.gz: broken gzip after line/);
    await expect(readHai(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: no such file/);
    await expect(readHai(undefined as never)).rejects.toThrow(
      /paths must be a list, got undefined/,
    );
    await expect(readHai(path, { repair: 'fill' as 'carry' })).rejects.toThrow(
      /repair must be one of error, carry, got fill/,
    );
  });

  it('carries missing values on and leaves samples out of order out, and counts both', async () => {
    const path = changed(({ rows }) => {
      for (const i of [2, 3, 5]) rows[i][3] = 'NaN';
      rows[4][4] = '';
      rows.splice(4, 0, rows[1], [...rows[3]]);
    });
    const { samples, times, repairs } = await readHai(path, { repair: 'carry' });
    expect(repairs).toEqual({ nCarried: 4, longestCarried: 2, nRepeated: 1, nBackward: 1 });
    expect([...times].map((time) => (time - times[0]) / 1000)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(Array.from({ length: 6 }, (_, i) => rowOf(samples, i)[2])).toEqual([
      0.02, 1.02, 1.02, 1.02, 4.02, 4.02,
    ]);
    expect(rowOf(samples, 4)[3]).toBe(3.03);
    const atStart = changed(({ rows }) => rows[0].splice(3, 1, ''));
    await expect(readHai(atStart, { repair: 'carry' })).rejects.toThrow(
      /line 2, column P1_B3004: must have a value to carry on, got nothing so far/,
    );
  });
});

describe('haiPoints', () => {
  it('has as many points as the manual counts', () => {
    expect(HAI_VERSIONS.map((version) => haiPoints(version).length)).toEqual([59, 78, 86, 86]);
    const processes = haiPoints('20.07').map(({ process }) => process);
    expect([...new Set(processes)]).toEqual(['P1', 'P2', 'P3', 'P4']);
    expect(haiPoints('20.07').find(({ name }) => name === 'P3_LT01')?.unit).toBe('%');
  });
});

describe('findHai', () => {
  it('finds whole sets only', async () => {
    const mirror = undefined;
    expect(findHai('20.07', { directory: folder, mirror })).toBeUndefined();
    const set = mkdtempSync(join(folder, 'set-'));
    mkdirSync(join(set, 'hai-20.07'));
    const write = (name: string) => writeHaiTable(join(set, 'hai-20.07', name), haiTable());
    for (const name of ['train1', 'train2', 'test1']) write(`${name}.csv.gz`);
    expect(findHai('20.07', { directory: set, mirror })).toBeUndefined();
    write('test2.csv.gz');
    const found = findHai('20.07', { directory: set, mirror })!;
    expect(found.test.map((path) => path.split('/').at(-1))).toEqual([
      'test1.csv.gz',
      'test2.csv.gz',
    ]);
    expect(await readHai(found.train)).toHaveLength(2);
    expect(() => findHai('22.04' as '20.07')).toThrow(
      /version must be one of 20\.07, 21\.03, got 22\.04/,
    );
    expect(() => findHai('20.07', { folder: set } as never)).toThrow(/option must be directory/);
  });
});

describe('npm run data -- hai-20.07', () => {
  it('asks for the files where they are published, and checks them', async () => {
    const { repository, commit, files } = findDataSource('hai-20.07');
    const asked = new Set<string>();
    const server = await serveFiles({
      read: (path) => {
        asked.add(path);
        return Buffer.from('not the file');
      },
    });
    const options = { directory: folder, mirror: '', pauseSeconds: [0.01], home: server.url };
    await expect(downloadDataset('hai-20.07', options)).rejects.toThrow(
      /hai-20\.07\/t\w+\d\.csv\.gz: wrong checksum from .*, expected git blob \w{40}, got \w{40}$/,
    );
    await server.close();
    const published = files.map(({ path }) => `${repository}/${commit}/${path}`);
    expect(published).toHaveLength(4);
    expect(asked.size).toBeGreaterThan(0); // the first wrong one stops the others
    expect([...asked].filter((path) => !published.includes(path))).toEqual([]);
  });
});

const real = realData('hai/hai-20.07-train1-every-100s.csv');

describe('the real rows', () => {
  it.skipIf(real === undefined)('are read whole', async () => {
    const recording = await readHai(real!);
    expect(recording.version).toBe('20.07');
    expect([recording.samples.nSamples, recording.samples.nFeatures]).toEqual([3096, 59]);
    expect(recording.labels).toBeNull();
    expect(recording).toMatchObject({ stepSeconds: 100, nPauses: 0, repairs: CLEAN });
    expect(new Date(recording.times[3095]).toISOString()).toBe('2019-09-15T09:58:20.000Z');
    const names = haiPoints('20.07').map(({ name }) => name);
    expect([...recording.points].sort()).toEqual(names.sort());
  });
});
