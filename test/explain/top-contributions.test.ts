import { describe, expect, it } from 'vitest';
import { topContributions } from '../../src/explain/top-contributions';

describe('topContributions', () => {
  it('does as its documentation says', () => {
    expect(topContributions(['hour', 'bytes'], [0.1, 0.4], [3, 9000], [10, 200])[0]).toEqual({
      feature: 'bytes',
      actual: 9000,
      typical: 200,
      contribution: 0.4,
    });
  });

  it('orders by absolute value, equal ones as they came, and stops at nTop', () => {
    const names = ['a', 'b', 'c', 'd'];
    const parts = Float64Array.of(0, -0.5, 0.2, 0.5);
    const values = Float64Array.of(1, 2, 3, 4);
    const order = (nTop?: number) =>
      topContributions(names, parts, values, values, nTop === undefined ? {} : { nTop }).map(
        ({ feature }) => feature,
      );
    expect(order()).toEqual(['b', 'd', 'c', 'a']);
    expect(order(2)).toEqual(['b', 'd']);
    expect(order(0)).toEqual([]);
  });

  it('reads rows by column, categories and missing values included', () => {
    const row = { role: 'admin', bytes: null, user: 'ann' };
    const [first, second] = topContributions(['bytes', 'role'], [1, 2], row, {
      role: 'reader',
      bytes: 20,
    });
    expect(first).toEqual({ feature: 'role', actual: 'admin', typical: 'reader', contribution: 2 });
    expect(second).toMatchObject({ actual: null, typical: 20 });
  });

  it('refuses what does not fit', () => {
    expect(() => topContributions(['a'], [1, 2], [1], [1])).toThrow(
      'contributions must have 1 values as features, got 2',
    );
    expect(() => topContributions(['a'], [1], [], [1])).toThrow('actual must have 1 values');
    expect(() => topContributions(['a'], [1], [1], { b: 1 })).toThrow(
      'typical must have column "a", got b',
    );
    expect(() => topContributions(['a'], [Number.NaN], [1], [1])).toThrow(
      'contribution of "a" must be finite, got NaN',
    );
    expect(() => topContributions(['a'], [1], [1], [1], { nTop: -1 })).toThrow(
      'nTop must be an integer of at least 0, got -1',
    );
  });
});
