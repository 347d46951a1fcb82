import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findSkab } from '../../../src/data/process/find-skab';
import { readSkab, SKAB_SENSORS } from '../../../src/data/process/skab';
import { DATA_SOURCES } from '../../../src/data/sources';
import { realData } from '../../real-data';

const HEADER = ['datetime', ...SKAB_SENSORS, 'anomaly', 'changepoint'];

function rowAt(time: string, values: readonly (number | string)[] = [1, 2, 3, 4, 5, 6, 7, 8]) {
  return [`2020-03-09 ${time}`, ...values, '0.0', '1.0'];
}

function fileOf(rows: readonly (readonly (string | number)[])[], name = '0.csv'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'skab ')), name);
  const text = `${rows.map((row) => row.join(';')).join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

describe('readSkab', () => {
  it('reads sensors, labels and times, and counts pauses', async () => {
    const rows = [HEADER, rowAt('10:14:33'), rowAt('10:14:34'), rowAt('10:15:50')];
    const recording = await readSkab(fileOf(rows));
    expect(recording).toMatchObject({ name: '0', nPauses: 1, longestPauseSeconds: 76 });
    expect(recording.times[0]).toBe(Date.UTC(2020, 2, 9, 10, 14, 33));
    expect([...recording.samples.data.subarray(0, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...recording.labels!]).toEqual([0, 0, 0]);
    expect([...recording.changepoints!]).toEqual([1, 1, 1]);
  });

  it('reads gzip, columns in any order, and files without labels', async () => {
    const time = HEADER.indexOf('datetime');
    const rows = [HEADER, rowAt('10:14:33')].map((row) => [
      ...row.slice(1, 9).reverse(),
      row[time],
    ]);
    const recording = await readSkab(fileOf(rows, 'normal.csv.gz'));
    expect(recording.name).toBe('normal');
    expect([...recording.samples.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(recording.labels).toBeNull();
    expect(recording.changepoints).toBeNull();
    expect(recording.longestPauseSeconds).toBe(0);
  });

  it('reads commas for semicolons, and says so where lines end with CR', async () => {
    const path = fileOf([HEADER, rowAt('10:14:33')]);
    const recording = await readSkab(path);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(';', ','));
    expect(await readSkab(path)).toEqual(recording);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r'));
    await expect(readSkab(path)).rejects.toThrow(
      /0\.csv: must have lines that end with LF or CRLF, got CR/,
    );
  });

  it('refuses a file without a sensor, or with one label of two', async () => {
    const without = (name: string) => fileOf([HEADER.filter((column) => column !== name)]);
    await expect(readSkab(without('Pressure'))).rejects.toThrow('must have column Pressure, got');
    await expect(readSkab(without('anomaly'))).rejects.toThrow('must have column anomaly, got');
    await expect(readSkab(fileOf([HEADER]))).rejects.toThrow(
      'must have samples, got only a header',
    );
  });

  it('refuses values that are missing, not finite or no numbers, with line and column', async () => {
    const withPressure = (value: string) =>
      readSkab(
        fileOf([HEADER, rowAt('10:14:33'), rowAt('10:14:34', [1, 2, 3, value, 5, 6, 7, 8])]),
      );
    await expect(withPressure('')).rejects.toThrow(
      'line 3, column Pressure: must be finite, got nothing',
    );
    await expect(withPressure('nan')).rejects.toThrow(
      'line 3, column Pressure: must be finite, got NaN',
    );
    await expect(withPressure('inf')).rejects.toThrow('line 3, column Pressure: must be finite');
    await expect(withPressure('low')).rejects.toThrow(
      'line 3, column Pressure: must be a number, got low',
    );
  });

  it('refuses times that are repeated, run back or are none', async () => {
    const read = (second: string) => readSkab(fileOf([HEADER, rowAt('10:14:33'), rowAt(second)]));
    await expect(read('10:14:33')).rejects.toThrow(
      'line 3, column datetime: times must not be repeated',
    );
    await expect(read('10:14:32')).rejects.toThrow(
      'line 3, column datetime: times must not run back',
    );
    await expect(read('noon')).rejects.toThrow('line 3, column datetime');
  });

  it('refuses a label that is neither 0 nor 1, and a ragged row', async () => {
    const wrong = [...rowAt('10:14:33').slice(0, 9), '2.0', '0.0'];
    await expect(readSkab(fileOf([HEADER, wrong]))).rejects.toThrow(
      'line 2, column anomaly: must be 0 or 1, got 2',
    );
    await expect(readSkab(fileOf([HEADER, wrong.slice(1)]))).rejects.toThrow('line 2');
  });

  const real = realData('skab/valve1/0.csv');
  it.skipIf(!real)('reads a real experiment as it is', async () => {
    const { samples, labels, nPauses, longestPauseSeconds } = await readSkab(real!);
    expect(samples).toMatchObject({ nSamples: 1147, nFeatures: 8 });
    expect(labels!.reduce((sum, label) => sum + label, 0)).toBe(401);
    expect([nPauses, longestPauseSeconds]).toEqual([53, 2]);
  });
});

describe('findSkab', () => {
  const paths = DATA_SOURCES.find(({ name }) => name === 'skab')!.files.map(({ path }) => path);
  const folderWith = (toPath: (path: string) => string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'skab '));
    for (const path of paths) {
      const to = join(folder, toPath(path));
      mkdirSync(join(to, '..'), { recursive: true });
      writeFileSync(to, '');
    }
    return folder;
  };

  it('finds what was downloaded, in the order of the experiments', () => {
    const directory = folderWith((path) => path.replace('data/', 'skab/'));
    const { anomalyFree, experiments } = findSkab('valve1', { directory, mirror: '' })!;
    expect(anomalyFree).toBe(join(directory, 'skab/anomaly-free/anomaly-free.csv'));
    expect(experiments).toHaveLength(16);
    expect(experiments[10]).toBe(join(directory, 'skab/valve1/10.csv'));
    expect(findSkab('other', { directory, mirror: '' })!.experiments).toHaveLength(14);
  });

  it('finds what a mirror holds, prepared or as published', () => {
    const prepared = folderWith((path) =>
      path.replace('data/', 'skab/').replace('anomaly-free/', ''),
    );
    const published = folderWith((path) =>
      join('waico/SKAB/b2c0d46c2971dcbfe71e26087b6d231998bb91c2', path),
    );
    for (const mirror of [prepared, published]) {
      const { experiments } = findSkab('valve2', { directory: 'nowhere', mirror })!;
      expect(experiments).toHaveLength(4);
    }
  });

  it('finds nothing where a file is missing, and refuses a kind that does not exist', () => {
    expect(findSkab('valve1', { directory: 'nowhere', mirror: '' })).toBeUndefined();
    // @ts-expect-error: no such kind
    expect(() => findSkab('valve3')).toThrow(
      'kind must be one of valve1, valve2, other, got valve3',
    );
    // @ts-expect-error: no such option
    expect(() => findSkab('valve1', { folder: 'x' })).toThrow('option must be directory or mirror');
  });
});
