import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyLabelEncoder,
  fitLabelEncoder,
  invertLabelEncoder,
} from '../../src/features/label-encoder';

describe('label encoder', () => {
  it('stands in the documentation', () => {
    const state = fitLabelEncoder(['ssh', 'ftp']);
    expect(applyLabelEncoder(state, ['ftp', 'ssh', 'irc'])).toEqual(Int32Array.of(1, 2, 0));
  });

  it('gives null a code of its own where training has it, and none where not', () => {
    const state = fitLabelEncoder(['b', null, 'a']);
    expect(state.categories).toEqual([null, 'a', 'b']);
    expect(applyLabelEncoder(state, [null, 'c'])).toEqual(Int32Array.of(1, 0));
    expect(applyLabelEncoder(fitLabelEncoder(['a']), [null])).toEqual(Int32Array.of(0));
  });

  it('sorts numbers as numbers', () => {
    expect(fitLabelEncoder([10, 9, 2, 9]).categories).toEqual([2, 9, 10]);
    expect(fitLabelEncoder([true, false]).categories).toEqual([false, true]);
    expect(fitLabelEncoder([null]).categories).toEqual([null]);
  });

  it('comes back to what it was given, also after a trip through JSON', () => {
    const values = fc.array(fc.option(fc.string()), { minLength: 1 });
    fc.assert(
      fc.property(values, (column) => {
        const state = JSON.parse(JSON.stringify(fitLabelEncoder(column)));
        expect(invertLabelEncoder(state, applyLabelEncoder(state, column))).toEqual(column);
      }),
    );
    expect(invertLabelEncoder(fitLabelEncoder(['a']), [0, 1])).toEqual([undefined, 'a']);
  });

  it('names the sample that it refuses', () => {
    expect(() => fitLabelEncoder([])).toThrow('values must not be empty, got 0 values');
    expect(() => fitLabelEncoder(['a', null, 1])).toThrow(
      new TypeError('sample 2 must be a string as those before, got number'),
    );
    expect(() => fitLabelEncoder([1, Number.NaN])).toThrow(
      new RangeError('sample 1 must be finite, or null if missing, got NaN'),
    );
    const state = fitLabelEncoder(['a']);
    expect(() => applyLabelEncoder(state, [undefined as unknown as null])).toThrow(
      new TypeError('sample 0 must be a string, number, boolean or null, got undefined'),
    );
    expect(() => invertLabelEncoder(state, [2])).toThrow(
      'codes[0] must be an integer in [0, 1], got 2',
    );
  });
});
