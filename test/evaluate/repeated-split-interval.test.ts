import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/evaluate/mean-interval';
import { repeatedSplitInterval } from '../../src/evaluate/repeated-split-interval';

describe('repeatedSplitInterval', () => {
  it('widens the interval of the mean by what splits share', () => {
    const values = [0.9, 0.92, 0.97];
    const plain = meanInterval(values);
    const corrected = repeatedSplitInterval(values, 3 / 7);
    expect(corrected.estimate).toBe(plain.estimate);
    const ratio = (corrected.upper - corrected.lower) / (plain.upper - plain.lower);
    expect(ratio).toBeCloseTo(Math.sqrt(1 + (3 * 3) / 7), 12);
  });

  it('has no width where all splits agree', () => {
    const { lower, upper } = repeatedSplitInterval([0.5, 0.5], 0.5);
    expect([lower, upper]).toEqual([0.5, 0.5]);
  });

  it('refuses what has no interval', () => {
    expect(() => repeatedSplitInterval([1], 0.5)).toThrow('values must have at least 2 values');
    expect(() => repeatedSplitInterval([1, NaN], 0.5)).toThrow('values[1] must be finite, got NaN');
    expect(() => repeatedSplitInterval([1, 2], 0)).toThrow('testToTrain must be a number above 0');
    expect(() => repeatedSplitInterval([1, 2], NaN)).toThrow(RangeError);
    expect(() => repeatedSplitInterval([1, 2], 1, { level: 1 })).toThrow('level');
  });
});
