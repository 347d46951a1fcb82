import { describe, expect, it } from 'vitest';
import { detCurve } from '../../src/metrics/det-curve';
import { largestDifference, rankedCases } from './golden';

describe('detCurve', () => {
  it.each(rankedCases)("has scikit-learn's points: $name", (golden) => {
    for (const [dropIntermediate, expected] of [
      [false, golden.det],
      [true, golden.detShort],
    ] as const) {
      const curve = detCurve(golden.labels, golden.scores, { dropIntermediate });
      expect(largestDifference(curve.falsePositiveRate, expected[0])).toBeLessThan(1e-12);
      expect(largestDifference(curve.falseNegativeRate, expected[1])).toBeLessThan(1e-12);
      expect(Array.from(curve.thresholds)).toEqual(expected[2].map((x) => (x ?? Infinity) + 0));
    }
  });

  it('takes more samples than a call takes arguments', () => {
    const scores = Float64Array.from({ length: 300_000 }, (_, i) => i);
    const labels = scores.map((score) => score % 2);
    expect(detCurve(labels, scores).thresholds).toHaveLength(299_999);
  });

  it('refuses labels of one class', () => {
    expect(() => detCurve([1, 1], [1, 2])).toThrow('labels must hold both 0 and 1, got only 1');
    expect(() => detCurve([0, 1], [1, Number.NaN])).toThrow('scores[1] must be finite');
  });
});
