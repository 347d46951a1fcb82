import { describe, expect, it } from 'vitest';
import { averageRanks } from '../../../src/evaluate/significance/average-ranks';
import { friedmanTest } from '../../../src/evaluate/significance/friedman';
import { nemenyiTest } from '../../../src/evaluate/significance/nemenyi';
import golden from '../../golden/significance.json';

const named = (columns: number[][]) =>
  Object.fromEntries(columns.map((column, j) => [`detector ${j}`, column]));

describe('averageRanks', () => {
  it('stands in the documentation', () => {
    expect(averageRanks({ forest: [0.9, 0.8], knn: [0.7, 0.8] })).toEqual({
      forest: 1.25,
      knn: 1.75,
    });
  });
});

describe('friedmanTest', () => {
  it.each(golden.friedman)("is SciPy's, of statistic $statistic", (expected) => {
    const test = friedmanTest(named(expected.columns));
    expect(test.statistic).toBeCloseTo(expected.statistic, 9);
    expect(test.pValue / expected.pValue).toBeCloseTo(1, 9);
    Object.values(test.averageRanks).forEach((rank, j) => {
      expect(rank).toBeCloseTo(expected.averageRanks[j], 12);
    });
  });

  it('sees no difference where all tie', () => {
    expect(friedmanTest({ a: [1, 2], b: [1, 2] })).toMatchObject({ statistic: 0, pValue: 1 });
  });
});

describe('nemenyiTest', () => {
  it.each(golden.friedman)("has SciPy's critical difference $criticalDifference", (expected) => {
    const { criticalDifference } = nemenyiTest(named(expected.columns));
    expect(criticalDifference).toBeCloseTo(expected.criticalDifference, 6);
  });

  it('groups the detectors that do not differ, best first', () => {
    const values = {
      worst: Array.from({ length: 30 }, () => 0),
      best: Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 3 : 2)),
      good: Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 2 : 3)),
    };
    const { groups, averageRanks: ranks } = nemenyiTest(values);
    expect(groups).toEqual([['best', 'good']]);
    expect(Object.keys(ranks)).toEqual(['best', 'good', 'worst']);
  });

  it('leaves out a group that another holds', () => {
    const { groups } = nemenyiTest({ a: [1, 2], b: [2, 1], c: [3, 3] });
    expect(groups).toEqual([['c', 'a', 'b']]);
  });
});

it.each([friedmanTest, nemenyiTest, averageRanks])('%o refuses what it cannot rank', (test) => {
  expect(() => test({ a: [1, 2] })).toThrow('values must be of at least 2 detectors, got 1');
  expect(() => test({ a: [1], b: [2] })).toThrow('data sets must be at least 2, got 1');
  expect(() => test({ a: [1, 2], b: [2] })).toThrow('b must have 2 values, got 1');
  expect(() => test({ a: [1, 2], b: [2, Number.NaN] })).toThrow('b[1] must be finite, got NaN');
});

it('nemenyiTest refuses a level out of range', () => {
  expect(() => nemenyiTest({ a: [1, 2], b: [2, 1] }, { level: 95 })).toThrow('level must be in');
});
