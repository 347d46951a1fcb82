import { describe, expect, it } from 'vitest';
import { mcNemarTest } from '../../../src/evaluate/significance/mc-nemar';
import golden from '../../golden/significance.json';

describe('mcNemarTest', () => {
  it("is SciPy's binomial test of what only one judges right", () => {
    for (const [k, n, expected] of golden.binomial) {
      const labels = new Int32Array(n + 5); // five that both judge right
      const flagsA = labels.map((_, i) => (i < n && i >= k ? 1 : 0));
      const flagsB = labels.map((_, i) => (i < k ? 1 : 0));
      const { nOnlyA, nOnlyB, pValue } = mcNemarTest(labels, flagsA, flagsB);
      expect([nOnlyA, nOnlyB]).toEqual([k, n - k]);
      expect(pValue / expected).toBeCloseTo(1, 9);
    }
  });

  it('counts right flags as well as right silence', () => {
    expect(mcNemarTest([1, 1, 0], [1, 1, 0], [0, 1, 1])).toMatchObject({ nOnlyA: 2, nOnlyB: 0 });
  });

  it('sees no difference where there is none', () => {
    expect(mcNemarTest([0, 1], [1, 1], [1, 1])).toEqual({ nOnlyA: 0, nOnlyB: 0, pValue: 1 });
  });

  it('refuses what is no flag', () => {
    expect(() => mcNemarTest([0, 1], [0, 1], [0, 0.5])).toThrow('flagsB[1] must be 0 or 1');
    expect(() => mcNemarTest([0, 1], [0], [0, 0])).toThrow('flagsA must be as many as labels');
    expect(() => mcNemarTest([], [], [])).toThrow('labels must not be empty');
  });
});
