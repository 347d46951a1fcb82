import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../src/detectors/histogram';

describe('histogramOf', () => {
  it('counts a value on an edge to the bin above it, the largest to the last', () => {
    const { edges, densities } = histogramOf(Float64Array.of(0, 1, 1, 2, 4), 4);
    expect(Array.from(edges)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(densities)).toEqual([0.2, 0.4, 0.2, 0.2]);
  });

  it('has a total of 1', () => {
    const { edges, densities } = histogramOf(Float64Array.of(-3, 0.1, 0.7, 8, 11), 7);
    const total = densities.reduce(
      (sum, density, k) => sum + density * (edges[k + 1] - edges[k]),
      0,
    );
    expect(total).toBeCloseTo(1, 12);
  });

  it.each([
    ['equal values', [3, 3, 3]],
    ['a range of one rounding step', [1, 1 + Number.EPSILON]],
    ['bins too narrow for a density', [0, 1e-310]],
  ])('puts %s into one bin', (_title, values) => {
    const { edges, densities } = histogramOf(Float64Array.from(values), 4);
    expect(Array.from(densities)).toEqual([4, 0, 0, 0]);
    expect([edges[0], edges[1]]).toEqual([values[0], values.at(-1)]);
  });

  it('refuses a range that is not finite', () => {
    expect(() => histogramOf(Float64Array.of(-1e308, 1e308), 2)).toThrow(
      'values must have a finite range, got -1e+308 to 1e+308',
    );
  });
});
