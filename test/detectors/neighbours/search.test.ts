import { describe, expect, it } from 'vitest';
import { indexedSamples, indexPoints } from '../../../src/detectors/neighbours/point-index';
import { searchNearest } from '../../../src/detectors/neighbours/search';
import { type Matrix, matrix } from '../../../src/matrix';
import { createRandom } from '../../../src/random';

type Draw = (random: ReturnType<typeof createRandom>) => number;

function drawn(nSamples: number, nFeatures: number, seed: number, draw: Draw): Matrix {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: nSamples * nFeatures }, () => draw(random));
  return { data, nSamples, nFeatures };
}

/** All distances, sorted by distance and then by row. */
function bruteForce(points: Matrix, queries: Matrix, k: number, own: boolean) {
  const { nFeatures } = points;
  return Array.from({ length: queries.nSamples }, (_, q) => {
    const pairs = Array.from({ length: points.nSamples }, (_, row) => {
      let squared = 0;
      for (let j = 0; j < nFeatures; j++) {
        const difference = queries.data[q * nFeatures + j] - points.data[row * nFeatures + j];
        squared += difference * difference;
      }
      return { row, squared };
    });
    return pairs
      .filter(({ row }) => !own || row !== q)
      .sort((a, b) => a.squared - b.squared || a.row - b.row)
      .slice(0, k);
  }).flat();
}

function expectExact(points: Matrix, queries: Matrix, k: number, own = false) {
  const { distances, rows } = searchNearest(indexPoints(points), queries, k, own);
  const expected = bruteForce(points, queries, k, own);
  expect([...rows]).toEqual(expected.map(({ row }) => row));
  expect([...distances]).toEqual(expected.map(({ squared }) => Math.sqrt(squared)));
}

const normal: Draw = (random) => random.normal(0, 1);
/** Many equal values and equal distances. */
const few: Draw = (random) => random.integer(3);
/** Now and then a million times as large, and never near 0. */
const extreme: Draw = (random) => 1e6 + random.normal(0, 1) ** 9 * 1e3;
/** Clusters so far from each other that the grid cannot tell points of one apart. */
const clustered: Draw = (random) => random.integer(4) * 1e7 + random.normal(0, 1);
const tiny: Draw = (random) => random.normal(0, 1e-150);
const mostlyEqual: Draw = (random) => (random.uniform() < 0.999 ? 7 : random.normal(0, 1e9));

describe('searchNearest', () => {
  it.each([
    ['normal', normal],
    ['few distinct', few],
    ['extreme', extreme],
    ['clustered', clustered],
    ['tiny', tiny],
    ['mostly equal', mostlyEqual],
  ])('finds what sorting all distances finds, of %s values', (_, draw) => {
    for (const [nFeatures, nPoints, k] of [
      [1, 500, 4],
      [2, 333, 7],
      [3, 1000, 5],
      [4, 65, 64],
      [5, 64, 1],
      [8, 1001, 20],
      [33, 300, 10],
      [200, 130, 3],
    ]) {
      const points = drawn(nPoints, nFeatures, 1, draw);
      expectExact(points, drawn(77, nFeatures, 2, draw), k);
      expectExact(points, points, k, true);
    }
  });

  it('finds neighbours of queries far outside', () => {
    const queries = matrix([
      [1e9, 0],
      [-1e140, 1e140],
      [0, 1e-300],
    ]);
    expectExact(drawn(200, 2, 1, normal), queries, 5);
  });

  it('takes points that differ in their last bits only', () => {
    const points = matrix(Array.from({ length: 100 }, (_, i) => [1 + i * Number.EPSILON, 1e8]));
    expectExact(points, points, 6, true);
  });

  it('takes the earlier row of equally near points', () => {
    const { rows } = searchNearest(indexPoints(matrix([[1], [-1], [1]])), matrix([[0]]), 2, false);
    expect([...rows]).toEqual([0, 1]);
  });

  it('refuses a query with infinite squared distances', () => {
    const index = indexPoints(matrix([[-1e300], [1e300]]));
    expect(() => searchNearest(index, matrix([[0]]), 1, false)).toThrow(
      new RangeError('sample 0 must have finite squared distances to 1 training samples'),
    );
  });
});

describe('indexPoints', () => {
  it('gives its samples back in their order', () => {
    const points = drawn(300, 3, 1, normal);
    expect(indexedSamples(indexPoints(points))).toEqual(points);
  });
});
