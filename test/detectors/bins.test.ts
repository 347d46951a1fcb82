import { describe, expect, it } from 'vitest';
import { densitiesOf, equalBins } from '../../src/detectors/bins';
import { matrix } from '../../src/matrix';

const column = (values: readonly number[]) => matrix(values.map((value) => [value]));
const histogram = (values: readonly number[], nBins: number) => {
  const bins = equalBins(column(values), nBins);
  return { edges: bins.edges, densities: densitiesOf(bins, column(values)) };
};

describe('bins', () => {
  it('counts a value on an edge to the bin above it, the largest to the last', () => {
    const { edges, densities } = histogram([0, 1, 1, 2, 4], 4);
    expect(Array.from(edges)).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(densities)).toEqual([0.2, 0.4, 0.2, 0.2]);
  });

  it('has a total of 1', () => {
    const { edges, densities } = histogram([-3, 0.1, 0.7, 8, 11], 7);
    const total = densities.reduce(
      (sum, density, k) => sum + density * (edges[k + 1] - edges[k]),
      0,
    );
    expect(total).toBeCloseTo(1, 12);
  });

  it('counts by the edges also where they are hardly wider than rounding', () => {
    const values = Array.from({ length: 9 }, (_, i) => 1 + i * Number.EPSILON);
    const { edges, densities } = histogram(values, 8);
    expect(Array.from(edges)).toEqual(values);
    expect(Array.from(densities, (density) => density * Number.EPSILON * 9)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 2,
    ]);
  });

  it.each([
    ['equal values', [3, 3, 3]],
    ['a range of one rounding step', [1, 1 + Number.EPSILON]],
    ['bins too narrow for a density', [0, 1e-310]],
  ])('puts %s into one bin', (_title, values) => {
    const { edges, densities } = histogram(values, 4);
    expect(Array.from(densities)).toEqual([4, 0, 0, 0]);
    expect([edges[0], edges[1]]).toEqual([values[0], values.at(-1)]);
  });

  it('keeps features apart', () => {
    const samples = matrix([
      [0, 10],
      [1, 10],
      [4, 30],
    ]);
    const bins = equalBins(samples, 2);
    expect(Array.from(bins.edges)).toEqual([0, 2, 4, 10, 20, 30]);
    expect(Array.from(densitiesOf(bins, samples), (x) => x * 3)).toEqual([1, 0.5, 0.2, 0.1]);
  });

  it('refuses a range that is not finite', () => {
    expect(() => equalBins(column([-1e308, 1e308]), 2)).toThrow(
      'feature 0 must have a finite range, got -1e+308 to 1e+308',
    );
  });
});
