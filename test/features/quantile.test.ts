import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOfSorted } from '../../src/features/quantile';

describe('quantileOfSorted', () => {
  it('interpolates between neighbours', () => {
    expect(quantileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantileOfSorted([1, 2, 3, 5], 0.9)).toBeCloseTo(4.4, 12);
    expect(quantileOfSorted([7], 0.3)).toBe(7);
  });

  it('rises with q and stays between the ends', () => {
    const values = fc.array(fc.integer(), { minLength: 1 });
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, shares, shares, (list, a, b) => {
        const sorted = Float64Array.from(list).sort();
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) =>
          quantileOfSorted(sorted, q),
        );
        expect(low).toBeGreaterThanOrEqual(sorted[0]);
        expect(high).toBeLessThanOrEqual(sorted[sorted.length - 1]);
        expect(low).toBeLessThanOrEqual(high + 1e-6);
      }),
    );
  });

  it('refuses no values', () => {
    expect(() => quantileOfSorted([], 0.5)).toThrow('values must not be empty');
  });
});
