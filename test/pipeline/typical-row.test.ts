import { describe, expect, it } from 'vitest';
import { typicalRow } from '../../src/pipeline/typical-row';

describe('typicalRow', () => {
  it('has medians of numbers and the most frequent categories', () => {
    const rows = [
      { bytes: 1, isAdmin: true, user: 'ann', empty: null, note: 'x' },
      { bytes: 9, isAdmin: false, user: 'bob', empty: null, note: 'x' },
      { bytes: null, isAdmin: true, user: 'bob', empty: Number.NaN, note: 'x' },
      { bytes: 5, isAdmin: true, user: 'ann', empty: null, note: 'x' },
    ];
    const columns = {
      bytes: 'numeric',
      isAdmin: 'numeric',
      user: 'oneHot',
      empty: 'numeric',
    } as const;
    expect(typicalRow(rows, columns)).toEqual({ bytes: 5, isAdmin: 1, user: 'ann', empty: null });
  });

  it('refuses no rows and a row that lacks a column', () => {
    expect(() => typicalRow([], { bytes: 'numeric' })).toThrow('rows must not be empty');
    expect(() => typicalRow([{ user: 'ann' }], { bytes: 'numeric' })).toThrow(
      'row 0: column "bytes" missing; it has user',
    );
  });
});
