import { describe, expect, it } from 'vitest';
import { compactWindows } from '../../src/features/compact-windows';
import { batchOf, makeWindows, takeWindows } from '../../src/features/window';
import { createRandom } from '../../src/random';

const random = createRandom(4);
const samples = {
  data: Float64Array.from({ length: 600 }, () => random.normal()),
  nSamples: 200,
  nFeatures: 3,
};
const entities = Array.from({ length: 200 }, () => random.integer(7));

describe('compactWindows', () => {
  it.each([true, false])('keeps the values of windows, padded: %s', (pad) => {
    const all = makeWindows({ samples, length: 5, entities, pad });
    for (const indices of [[0], [17, 3, 17, 40], [...all.ends.keys()]]) {
      const taken = takeWindows(all, indices);
      expect(batchOf(compactWindows(taken), 0, indices.length)).toEqual(
        batchOf(taken, 0, indices.length),
      );
    }
  });

  it('keeps no sample that no window reaches, and those it keeps in their order', () => {
    const all = makeWindows({ samples, length: 4 });
    const compact = compactWindows(takeWindows(all, [10, 11, 100]));
    const reached = [10, 11, 12, 13, 14, 100, 101, 102, 103];
    expect([...compact.samples.data]).toEqual(
      reached.flatMap((i) => [...samples.data.subarray(3 * i, 3 * i + 3)]),
    );
    expect([...compact.ends]).toEqual([3, 4, 8]);
    expect([...compact.previous]).toEqual([-1, 0, 1, 2, 3, -1, 5, 6, 7]);
  });

  it('of no windows has no samples', () => {
    const none = compactWindows(takeWindows(makeWindows({ samples, length: 4 }), []));
    expect([none.ends.length, none.samples.nSamples]).toEqual([0, 0]);
  });

  it('leaves the windows as they were', () => {
    const windows = takeWindows(makeWindows({ samples, length: 4 }), [100, 10]);
    compactWindows(windows);
    expect([...windows.ends]).toEqual([103, 13]);
  });
});
