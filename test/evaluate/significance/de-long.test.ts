import { describe, expect, it } from 'vitest';
import { bootstrapDifference } from '../../../src/evaluate/bootstrap/difference';
import { deLongTest, rocAucInterval } from '../../../src/evaluate/significance/de-long';
import { rocAuc } from '../../../src/metrics/roc';
import golden from '../../golden/significance.json';

describe.each(golden.deLong.map((each, i) => ({ i, ...each })))('DeLong, case $i', (each) => {
  it('has the interval of its definition', () => {
    const { estimate, lower, upper } = rocAucInterval(each.labels, each.a);
    expect(estimate).toBeCloseTo(each.rocAuc, 12);
    expect(estimate).toBeCloseTo(rocAuc(each.labels, each.a), 12);
    expect(lower).toBeCloseTo(each.interval[0], 10);
    expect(upper).toBeCloseTo(each.interval[1], 10);
  });

  it('has the test of its definition', () => {
    const { estimate, standardError, pValue } = deLongTest(each.labels, each.a, each.b);
    expect(estimate).toBeCloseTo(each.difference, 12);
    expect(standardError).toBeCloseTo(each.standardError, 12);
    expect(pValue / each.pValue).toBeCloseTo(1, 9);
  });

  it('agrees with the bootstrap', () => {
    const { lower, upper } = deLongTest(each.labels, each.a, each.b);
    const drawn = bootstrapDifference(each.labels, each.a, each.b, rocAuc, { stratified: true });
    expect((drawn.upper - drawn.lower) / (upper - lower)).toBeCloseTo(1, 0);
  });
});

describe('deLongTest', () => {
  const labels = [0, 0, 1, 1];

  it('turns with the order of detectors', () => {
    const one = deLongTest(labels, [1, 3, 2, 4], [1, 2, 4, 3]);
    const other = deLongTest(labels, [1, 2, 4, 3], [1, 3, 2, 4]);
    expect(other.estimate).toBe(-one.estimate);
    expect(other.pValue).toBe(one.pValue);
  });

  it('has a value where nothing varies', () => {
    expect(deLongTest(labels, [1, 2, 3, 4], [1, 2, 3, 4]).pValue).toBe(1);
    expect(deLongTest(labels, [1, 2, 3, 4], [4, 3, 2, 1])).toMatchObject({
      estimate: 1,
      pValue: 0,
    });
    expect(rocAucInterval(labels, [1, 2, 3, 4])).toMatchObject({ lower: 1, upper: 1 });
    expect(rocAucInterval(labels, [5, 5, 5, 5])).toMatchObject({ lower: 0.5, upper: 0.5 });
  });

  it('refuses what it cannot compare', () => {
    expect(() => deLongTest([0, 0, 1], [1, 2, 3], [1, 2, 3])).toThrow('at least two 0 and two 1');
    expect(() => deLongTest([0, 0], [1, 2], [1, 2])).toThrow('labels must hold both 0 and 1');
    expect(() => deLongTest([0, 1], [1, 2], [1])).toThrow('scoresB must be as many as labels');
    expect(() => deLongTest([0, 1], [1, Number.NaN], [1, 2])).toThrow('scoresA[1] must be finite');
    expect(() => rocAucInterval(labels, [1, 2, 3, 4], { level: 1 })).toThrow('level must be in');
  });
});
