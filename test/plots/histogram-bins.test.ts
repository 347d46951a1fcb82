import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binEdges, countInBins, densityCurve } from '../../src/plots/histogram-bins';
import { createRandom } from '../../src/random';

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const groups = fc.array(fc.array(positive, { minLength: 1 }), { minLength: 1, maxLength: 3 });
const options = { numRuns: 200, seed: 1 };

describe('histogram bins', () => {
  it('count every value once, on both scales', () => {
    fc.assert(
      fc.property(groups, fc.constantFrom('linear' as const, 'log' as const), (values, scale) => {
        const { edges } = binEdges(values, scale);
        for (const group of values) {
          const counts = countInBins(group, edges);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(group.length);
        }
      }),
      options,
    );
  });

  it('have equal ratios on a log scale, and the last holds its upper edge', () => {
    const { edges } = binEdges([[1, 1000]], 'log', 3);
    expect(Array.from(edges, Math.round)).toEqual([1, 10, 100, 1000]);
    expect(Array.from(countInBins([1, 9, 10, 1000], edges))).toEqual([2, 1, 1]);
  });

  it('refuse a wrong number of bins, and zero on a log scale', () => {
    expect(() => binEdges([[1]], 'linear', 0)).toThrow('nBins must be a positive integer, got 0');
    expect(() => binEdges([[0, 1]], 'log')).toThrow(
      'values must be positive on a log scale, got 0',
    );
  });
});

describe('densityCurve', () => {
  it('follows the normal density that the values come from', () => {
    const random = createRandom(3);
    const values = Float64Array.from({ length: 20_000 }, () => random.normal());
    const bins = binEdges([values], 'linear', 40);
    const { x, y } = densityCurve(values, bins);
    const binWidth = bins.edges[1] - bins.edges[0];
    const middle = x.findIndex((position) => position >= 0);
    const expected = (20_000 * binWidth) / Math.sqrt(2 * Math.PI);
    expect(Math.abs(y[middle] / expected - 1)).toBeLessThan(0.05);
  });

  it('is finite for equal values', () => {
    const { y } = densityCurve([5, 5, 5], binEdges([[5, 5, 5]], 'log'));
    expect(y.every(Number.isFinite)).toBe(true);
  });
});
