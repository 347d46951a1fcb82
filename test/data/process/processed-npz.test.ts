import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NpyArray } from '../../../src/data/npy';
import { readNpz, writeNpz } from '../../../src/data/npz';
import { readProcessedNpz, writeProcessedNpz } from '../../../src/data/process/processed-npz';
import type { ProcessRecording } from '../../../src/data/process/recording';
import { smallRecording } from './small-recording';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'processed '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const labels = Int32Array.of(0, 1, 1);
const rows = [
  [1, 2.5],
  [3, 4.25],
  [5, 6.1],
];

describe('writeProcessedNpz', () => {
  it('writes data and the names of its columns, labels last', async () => {
    const path = join(folder, 'test1.npz');
    const labelsByProcess = { P1: labels, P2: Int32Array.of(0, 0, 0) };
    await writeProcessedNpz(path, smallRecording(rows, { labels, labelsByProcess }));
    const { data, columns, times } = await readNpz(path);
    expect(columns.data).toEqual(['P1_A', 'P2_B', 'attack', 'attack_P1', 'attack_P2']);
    expect(data.shape).toEqual([3, 5]);
    expect(data.data).toBeInstanceOf(Float32Array);
    expect([...data.data.slice(5, 10)]).toEqual([3, 4.25, 1, 1, 0]);
    expect([...times.data]).toEqual([0, 1000, 2000]);
  });

  it.each([{ labels, labelsByProcess: { P1: labels } }, { labels }, { labels: null }])(
    'is read back as it was',
    async (others) => {
      const path = join(folder, 'small.npz');
      const recording = smallRecording(rows, others);
      await writeProcessedNpz(path, recording, { precision: 'float64' });
      expect(await readProcessedNpz(path)).toEqual(recording);
    },
  );

  const withValue = (value: number) =>
    smallRecording([
      [1, 2.5],
      [3, value],
    ]);
  it.each<[string, ProcessRecording, RegExp]>([
    [
      'points with the names of labels',
      smallRecording(rows, { points: ['P1_A', 'Attack_P1'] }),
      /points must not be named as labels, got Attack_P1/,
    ],
    [
      'points of one name',
      smallRecording(rows, { points: ['a', 'a'] }),
      /must differ, got a twice/,
    ],
    ['points without name', smallRecording(rows, { points: ['a', ''] }), /got none for column 1/],
    ['no samples', smallRecording([], { points: ['a'] }), /small must have samples, got none/],
    ['NaN', withValue(Number.NaN), /small, sample 1, point P2_B: must be finite, got NaN/],
    ['infinity', withValue(-Infinity), /sample 1, point P2_B: must be finite, got -Infinity/],
    ['what float32 cannot hold', withValue(1e39), /must fit into float32, .*'float64', got 1e\+39/],
    [
      'labels of processes alone',
      smallRecording(rows, { labelsByProcess: { P1: labels } }),
      /small must have labels beside those of processes, got none/,
    ],
    [
      'labels too few',
      smallRecording(rows, { labels: Int32Array.of(0) }),
      /a label for each sample, 3 in all, got 1/,
    ],
  ])('refuses %s', async (_, recording, message) => {
    await expect(writeProcessedNpz(join(folder, 'x.npz'), recording)).rejects.toThrow(message);
  });

  it('writes with float64 what float32 cannot hold', async () => {
    const path = join(folder, 'large.npz');
    await writeProcessedNpz(path, withValue(1e39), { precision: 'float64' });
    expect((await readProcessedNpz(path)).samples.data[3]).toBe(1e39);
  });
});

describe('readProcessedNpz', () => {
  const data: NpyArray = { shape: [2, 2], data: Float64Array.of(1, 0, 2, 3) };
  const columns: NpyArray = { shape: [2], data: ['a', 'attack'] };

  it('takes a file without times for one of every second', async () => {
    const path = join(folder, 'plain.npz');
    await writeNpz(path, { data, columns: { shape: [2], data: ['a', 'b'] } });
    const { times, points } = await readProcessedNpz(path);
    expect([[...times], points]).toEqual([
      [0, 1000],
      ['a', 'b'],
    ]);
  });

  it('takes labels in any case, as 22.04 has them', async () => {
    const path = join(folder, 'upper.npz');
    const right = { shape: [2, 2], data: Float64Array.of(1, 0, 2, 1) };
    await writeNpz(path, { data: right, columns: { shape: [2], data: ['a', 'Attack'] } });
    const { points, labels } = await readProcessedNpz(path);
    expect([points, labels]).toEqual([['a'], Int32Array.of(0, 1)]);
  });

  const named = (...names: string[]): NpyArray => ({ shape: [names.length], data: names });
  const times = (...values: number[]): NpyArray => ({
    shape: [values.length],
    data: Float64Array.from(values),
  });
  const normal = { data, columns: named('a', 'b') };
  const gap: NpyArray = { shape: [2, 2], data: Float64Array.of(1, 0, NaN, 3) };

  it.each<[string, Record<string, NpyArray>, RegExp]>([
    ['NaN', { ...normal, data: gap }, /wrong\.npz, sample 1, point a: must be finite, got NaN/],
    ['a name that is empty', { data, columns: named('a', '') }, /got none for column 1/],
    [
      'two columns of labels',
      { data, columns: named('attack', 'Attack') },
      /columns must have one attack, got Attack beside attack/,
    ],
    [
      'labels of a process alone',
      { data, columns: named('a', 'attack_P1') },
      /columns must have one attack, got attack_P1/,
    ],
    [
      'no points',
      { data: { shape: [1, 1], data: Int8Array.of(0) }, columns: named('attack') },
      /point/,
    ],
    ['no rows', { ...normal, data: { shape: [0, 2], data: new Float64Array(0) } }, /must have/],
    [
      'times that run back',
      { ...normal, times: times(5, 4) },
      /sample 1: times must ascend, .*4 after 5/,
    ],
    ['times repeated', { ...normal, times: times(5, 5) }, /sample 1: times must ascend/],
    ['a time that is none', { ...normal, times: times(NaN, 5) }, /sample 0: times .*, got NaN/],
    [
      'times of two axes',
      { ...normal, times: { shape: [2, 1], data: Float64Array.of(1, 2) } },
      /times must have 2 values, got shape \[2, 1\]/,
    ],
    ['no columns', { data }, /must have array columns/],
    ['columns of numbers', { data, columns: data }, /must have array columns/],
    ['no data', { columns }, /must have array data, of numbers/],
    ['a label that is none', { data, columns }, /row 1, column attack: must be 0 or 1, got 3/],
    ['a name twice', { data, columns: { shape: [2], data: ['a', 'a'] } }, /got a twice/],
    [
      'names too few',
      { data, columns: { shape: [1], data: ['a'] } },
      /a column for each of 1 columns, got shape \[2, 2\]/,
    ],
    [
      'times too few',
      { data, columns, times: { shape: [1], data: Float64Array.of(0) } },
      /times must have 2 values, got shape \[1\]/,
    ],
  ])('refuses %s', async (_, arrays, message) => {
    const path = join(folder, 'wrong.npz');
    await writeNpz(path, arrays);
    await expect(readProcessedNpz(path)).rejects.toThrow(message);
  });
});
