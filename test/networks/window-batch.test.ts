import { describe, expect, it } from 'vitest';
import { makeWindows } from '../../src/features/window';
import { read, scope } from '../../src/networks/engine';
import { inputOf } from '../../src/networks/window-batch';

const LENGTH = 4;
const N_FEATURES = 2;
const N_SAMPLES = 12;
const data = Float64Array.from({ length: N_SAMPLES * N_FEATURES }, (_, i) => i / 8);
const samples = { data, nSamples: N_SAMPLES, nFeatures: N_FEATURES };

describe('inputOf', () => {
  const windows = makeWindows({ samples, length: LENGTH });

  it.each([
    ['windows one behind the other', [2, 3, 4]],
    ['windows in any order', [5, 0, 3]],
    ['one window', [8]],
    ['a window twice', [6, 6]],
  ])('gives %s, time-major', (_, indices) => {
    const { shape, values } = scope(() => {
      const input = inputOf(windows, Int32Array.from(indices));
      return { shape: input.shape, values: read(input) };
    });
    expect(shape).toEqual([LENGTH, indices.length, N_FEATURES]);
    const expected = Array.from({ length: LENGTH }, (__, step) =>
      indices.flatMap((index) => {
        const sample = windows.ends[index] - LENGTH + 1 + step;
        return [...data.subarray(sample * N_FEATURES, (sample + 1) * N_FEATURES)];
      }),
    );
    expect([...values]).toEqual(expected.flat());
  });

  it.each([2, 3, 4])('repeats the first sample in front of padded windows of %i', (length) => {
    const padded = makeWindows({ samples, length, pad: true });
    for (let from = 0; from <= length; from++) {
      const indices = Int32Array.of(from, from + 1, from + 2);
      const values = scope(() => read(inputOf(padded, indices)));
      const expected = Array.from({ length }, (_, step) =>
        [...indices].flatMap((end) => {
          const sample = Math.max(0, end - length + 1 + step);
          return [...data.subarray(sample * N_FEATURES, (sample + 1) * N_FEATURES)];
        }),
      );
      expect([...values]).toEqual(expected.flat());
    }
  });
});
