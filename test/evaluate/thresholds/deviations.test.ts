import { describe, expect, it } from 'vitest';
import { madThreshold } from '../../../src/evaluate/thresholds/mad';
import { meanThreshold } from '../../../src/evaluate/thresholds/mean';
import { deviations } from './golden';

describe('meanThreshold', () => {
  it('stands in the documentation', () => {
    expect(meanThreshold([1, 1, 3, 3], 2)).toBe(4);
  });

  it("has NumPy's mean and deviation", () => {
    for (const { scores, mean } of deviations) expect(meanThreshold(scores)).toBeCloseTo(mean, 12);
  });

  it('keeps its digits far from 0', () => {
    const near = meanThreshold([1, 2, 3, 4], 2);
    expect(meanThreshold([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4], 2)).toBeCloseTo(1e9 + near, 6);
  });
});

describe('madThreshold', () => {
  it('stands in the documentation', () => {
    expect(madThreshold([1, 2, 3, 4, 100], 1)).toBe(4.4826);
  });

  it("has SciPy's median deviation", () => {
    for (const { scores, mad } of deviations) expect(madThreshold(scores)).toBeCloseTo(mad, 12);
  });

  it('takes the mean deviation where more than half of the scores are equal', () => {
    expect(madThreshold([0, 0, 0, 0, 5], 2)).toBeCloseTo(2 * Math.sqrt(Math.PI / 2), 12);
  });

  it('hardly moves with a third of anomalies', () => {
    const normal = Array.from({ length: 100 }, (_, i) => i / 100);
    const mixed = [...normal, ...Array.from({ length: 50 }, () => 1e6)];
    expect(madThreshold(mixed)).toBeLessThan(4);
    expect(meanThreshold(mixed)).toBeGreaterThan(1e6); // hides its own anomalies
  });
});

describe.each([
  ['meanThreshold', meanThreshold],
  ['madThreshold', madThreshold],
])('%s', (_, threshold) => {
  it('is the score where all are equal, or there is one', () => {
    expect(threshold([0.1, 0.1, 0.1])).toBe(0.1);
    expect(threshold([7])).toBe(7);
  });

  it('refuses what it cannot average', () => {
    expect(() => threshold([])).toThrow('scores must not be empty');
    expect(() => threshold([1, Infinity])).toThrow('scores[1] must be finite, got Infinity');
    expect(() => threshold([1, 2], -1)).toThrow(
      new RangeError('k must be a number of at least 0, got -1'),
    );
    expect(() => threshold([1, 2], Number.NaN)).toThrow('got NaN');
  });
});
