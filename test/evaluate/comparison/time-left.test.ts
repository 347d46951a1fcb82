import { describe, expect, it } from 'vitest';
import { createTimeLeft } from '../../../src/evaluate/comparison/time-left';

describe('createTimeLeft', () => {
  it('counts on at the pace of each detector, side by side in its lanes', () => {
    const timeLeft = createTimeLeft(3, { fast: 2, slow: 1 });
    expect(timeLeft.after('fast', 1)).toBeCloseTo(2 / 2 + 3 * 1); // slow as the mean of the others
    expect(timeLeft.after('slow', 10)).toBeCloseTo(2 / 2 + 2 * 10);
    expect(timeLeft.after('fast', 3)).toBeCloseTo(2 / 2 + 2 * 10);
  });

  it('comes to 0', () => {
    const timeLeft = createTimeLeft(1, { only: 2 });
    expect(timeLeft.after('only', 5)).toBe(0);
  });
});
