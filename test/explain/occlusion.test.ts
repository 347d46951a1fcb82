import { describe, expect, it } from 'vitest';
import type { FittedDetector } from '../../src/detectors/detector';
import { medianSample, occlusion } from '../../src/explain/occlusion';
import { type Matrix, matrix, rowOf } from '../../src/matrix';

/** A detector whose score is 2 times the first feature plus the second. */
const linear: FittedDetector = {
  name: 'linear',
  params: {},
  score: async (samples: Matrix) =>
    Float32Array.from({ length: samples.nSamples }, (_, i) => {
      const [a, b] = rowOf(samples, i);
      return 2 * a + b;
    }),
  save: async () => {},
  dispose: () => {},
};

describe('occlusion', () => {
  it('gives a linear score back feature by feature', async () => {
    const contributions = await occlusion(linear, matrix([[3, 4, 9]]), [1, 1, 1]);
    expect([...contributions.data]).toEqual([4, 3, 0]);
  });

  it('refuses a reference of another width', async () => {
    await expect(occlusion(linear, matrix([[1, 2]]), [1])).rejects.toThrow(
      'reference must have 2 values, got 1',
    );
  });
});

describe('medianSample', () => {
  it('gives the middle of odd and even columns', () => {
    expect([
      ...medianSample(
        matrix([
          [1, 5],
          [3, 1],
          [2, 9],
        ]),
      ),
    ]).toEqual([2, 5]);
    expect([...medianSample(matrix([[1], [4]]))]).toEqual([2.5]);
  });
});
