import { describe, expect, it } from 'vitest';
import { pca } from '../../src/detectors/pca';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';

describeDetector('pca', () => pca(), { deterministic: true });

describe('pca', () => {
  it('sums the distances to the unit vectors over their shares of the variance', async () => {
    const fitted = await pca().fit(matrix([[-1], [1]]));
    const scores = await fitted.score(matrix([[0], [3], [-3]]));
    expect(Array.from(scores)).toEqual([1, 2, 4]);
  });

  it('leaves out components without variance', async () => {
    const rows = [-1, 1, -2, 2].map((value) => [value, -value, 7]);
    const fitted = await pca().fit(matrix(rows));
    const [near, far, moved] = await fitted.score(
      matrix([
        [0, 0, 7],
        [9, -9, 7],
        [0, 0, 30],
      ]),
    );
    expect(near).toBeCloseTo(1, 6);
    expect(far).toBeGreaterThan(near);
    expect(moved).toBeGreaterThan(near);
  });

  it('has finite scores where a feature is nearly constant', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => [i, i + (i % 2) * 1e-9, 1 + (i % 3) * 1e-15]);
    const scores = await (await pca().fit(matrix(rows))).score(matrix(rows));
    expect(scores.every(Number.isFinite)).toBe(true);
  });

  it.each([1, 3])('refuses %d equal samples', async (nSamples) => {
    const train = matrix(Array.from({ length: nSamples }, () => [4, 2]));
    await expect(pca().fit(train)).rejects.toThrow(
      `train must vary in a feature by more than rounding, got ${nSamples} samples that do not`,
    );
  });

  it('ranks as its example says', async () => {
    const fitted = await pca().fit(
      matrix([
        [0, 1],
        [0.1, 0],
        [0.2, 1],
        [9, 0],
      ]),
    );
    const scores = await fitted.score(
      matrix([
        [0.1, 1],
        [90, 1],
      ]),
    );
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });
});
