import { describe, expect, it } from 'vitest';
import { flag } from '../../../src/evaluate/thresholds/flag';
import { quantileThreshold } from '../../../src/evaluate/thresholds/quantile';
import { rankedCases } from '../../metrics/golden';

const nFlagged = (scores: ArrayLike<number>, threshold: number) =>
  flag(scores, threshold).reduce((sum, mark) => sum + mark, 0);

describe('quantileThreshold', () => {
  it.each(rankedCases)("is NumPy's: $name", ({ scores, quantiles }) => {
    for (const [q, expected] of quantiles) {
      expect(quantileThreshold(scores, q) / expected || 1).toBeCloseTo(1, 12);
      expect(quantileThreshold(scores, q)).toBe(expected + 0);
    }
  });

  it('flags about the share above the quantile where no scores tie', () => {
    const scores = Float32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    expect(nFlagged(scores, quantileThreshold(scores, 0.95))).toBe(50);
  });

  it('leaves its argument as it is', () => {
    const scores = Float64Array.of(3, 1, 2);
    quantileThreshold(scores, 0.5);
    expect(scores).toEqual(Float64Array.of(3, 1, 2));
  });

  it.each([-0.1, 1.1, 95, Number.NaN])('refuses q = %d', (q) => {
    expect(() => quantileThreshold([1, 2], q)).toThrow(
      new RangeError(`q must be in [0, 1], got ${q}`),
    );
  });
});
