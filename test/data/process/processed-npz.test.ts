import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NpyArray } from '../../../src/data/npy';
import { readNpz, writeNpz } from '../../../src/data/npz';
import { readProcessedNpz, writeProcessedNpz } from '../../../src/data/process/processed-npz';
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

  it('refuses points with the names of labels', async () => {
    const recording = smallRecording(rows, { points: ['P1_A', 'attack_P1'] });
    await expect(writeProcessedNpz(join(folder, 'x.npz'), recording)).rejects.toThrow(
      /points must not be named as labels, got attack_P1/,
    );
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

  it.each<[string, Record<string, NpyArray>, RegExp]>([
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
      /times must have 2 values, got 1|row 1/,
    ],
  ])('refuses %s', async (_, arrays, message) => {
    const path = join(folder, 'wrong.npz');
    await writeNpz(path, arrays);
    await expect(readProcessedNpz(path)).rejects.toThrow(message);
  });
});
