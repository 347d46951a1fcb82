import { describe, expect, it } from 'vitest';
import { meanInterval, pairedDifference } from '../../src/evaluate/mean-interval';
import golden from '../golden/intervals.json';

describe('meanInterval', () => {
  it.each(golden.means)('is what SciPy says of $values', ({ values, level, ...expected }) => {
    const interval = meanInterval(values, { level });
    expect(interval.estimate).toBeCloseTo(expected.estimate, 9);
    expect(interval.lower).toBeCloseTo(expected.lower, 9);
    expect(interval.upper).toBeCloseTo(expected.upper, 9);
    expect(interval.level).toBe(level);
  });

  it('has no width where all repeats are equal', () => {
    const { lower, upper } = meanInterval([0.5, 0.5, 0.5]);
    expect([lower, upper]).toEqual([0.5, 0.5]);
  });

  it('refuses one value, and what is no number', () => {
    expect(() => meanInterval([1])).toThrow('values must have at least 2 values, got 1');
    expect(() => meanInterval([1, Number.NaN])).toThrow('values[1] must be finite, got NaN');
    expect(() => meanInterval([1, 2], { level: 95 })).toThrow('level must be in (0, 1), got 95');
  });
});

describe('pairedDifference', () => {
  it.each(golden.differences)('is what SciPy says of $a and $b', ({ a, b, level, ...expected }) => {
    const interval = pairedDifference(a, b, { level });
    expect(interval.lower).toBeCloseTo(expected.lower, 9);
    expect(interval.upper).toBeCloseTo(expected.upper, 9);
  });

  it('sees a steady gain that varies less than the seeds do', () => {
    const baseline = [0.2, 0.5, 0.8];
    const better = [0.31, 0.6, 0.89];
    expect(pairedDifference(better, baseline).lower).toBeGreaterThan(0);
    expect(meanInterval(better).lower).toBeLessThan(meanInterval(baseline).upper);
  });

  it('refuses repeats without a partner', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow('b must have 2 values as a, got 1');
    expect(() => pairedDifference([1, 2], [1, Infinity])).toThrow('b[1] must be finite');
  });
});
