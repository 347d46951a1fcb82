import { describe, expect, it } from 'vitest';
import { flag } from '../../../src/evaluate/thresholds/flag';

describe('flag', () => {
  it('marks scores of at least the threshold', () => {
    expect(flag([0.2, 0.9, 0.5], 0.5)).toEqual(Int32Array.of(0, 1, 1));
    expect(flag([1, 2], Infinity)).toEqual(Int32Array.of(0, 0));
  });

  it('refuses what it cannot compare', () => {
    expect(() => flag([1], Number.NaN)).toThrow('threshold must be a number, got NaN');
    const none = undefined as unknown as number;
    expect(() => flag([1], none)).toThrow('threshold must be a number, got undefined');
    expect(() => flag([1, Number.NaN], 0)).toThrow('scores[1] must be finite, got NaN');
  });
});
