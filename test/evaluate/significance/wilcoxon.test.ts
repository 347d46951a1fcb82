import { describe, expect, it } from 'vitest';
import { wilcoxonTest } from '../../../src/evaluate/significance/wilcoxon';
import golden from '../../golden/significance.json';

describe('wilcoxonTest', () => {
  it.each(golden.wilcoxon)("is SciPy's, of $a.length pairs", ({ a, b, statistic, pValue }) => {
    const test = wilcoxonTest(a, b);
    expect(test.statistic).toBeCloseTo(statistic, 9);
    expect(test.pValue).toBeCloseTo(pValue, 10);
  });

  it('cannot be sure with five pairs', () => {
    const { pValue } = wilcoxonTest([2, 3, 4, 5, 6], [1, 1, 1, 1, 1]);
    expect(pValue).toBe(0.0625);
  });

  it('sees no difference where there is none', () => {
    expect(wilcoxonTest([1, 2], [1, 2])).toEqual({ statistic: 0, nPairs: 0, pValue: 1 });
    expect(wilcoxonTest([1, 2], [2, 1]).pValue).toBe(1);
  });

  it('refuses what is no pair', () => {
    expect(() => wilcoxonTest([1, 2], [1])).toThrow('b must have 2 values as a, got 1');
    expect(() => wilcoxonTest([1, Number.NaN], [1, 2])).toThrow('a[1] must be finite, got NaN');
    expect(() => wilcoxonTest([], [])).toThrow('a must not be empty');
  });
});
