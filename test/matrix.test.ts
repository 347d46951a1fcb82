import { describe, expect, it } from 'vitest';
import { checkSamples, matrix, rowOf, takeRows } from '../src/matrix';

describe('matrix', () => {
  it('keeps rows one behind the other', () => {
    const samples = matrix([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(samples).toMatchObject({ nSamples: 3, nFeatures: 2 });
    expect([...samples.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...rowOf(samples, 1)]).toEqual([3, 4]);
    expect([...takeRows(samples, [2, 0]).data]).toEqual([5, 6, 1, 2]);
  });

  it('refuses rows of different lengths and values that are no numbers', () => {
    expect(() => matrix([[1, 2], [3]])).toThrow('row 1 must have 2 values, got 1');
    expect(() => matrix([[1, '2' as unknown as number]])).toThrow(
      'row 0, column 1 must be a number, got string',
    );
  });

  it('refuses what is no matrix and no row', () => {
    expect(() => checkSamples([[1, 2]] as never)).toThrow('samples must be a matrix');
    expect(() => checkSamples(undefined as never)).toThrow('samples must be a matrix');
    for (const nothing of [undefined, null, 5, 'rows']) {
      expect(() => matrix(nothing as never)).toThrow(`rows must be a list, got`);
    }
    expect(() => matrix([1, 2] as never)).toThrow('row 0 must be an array of numbers, got 1');
    expect(() => matrix([[1], null] as never)).toThrow(
      'row 1 must be an array of numbers, got null',
    );
  });

  it('refuses samples that are not there', () => {
    expect(() => takeRows(matrix([[1]]), [1])).toThrow('index must be an integer in [0, 1), got 1');
  });

  it('refuses data that are more or fewer than the shape says', () => {
    for (const length of [5, 7]) {
      const data = new Float64Array(length);
      expect(() => checkSamples({ data, nSamples: 2, nFeatures: 3 })).toThrow(
        new RangeError(`samples must have 6 values for shape [2, 3], got ${length}`),
      );
    }
    expect(() => checkSamples({ data: new Float64Array(6), nSamples: NaN, nFeatures: 3 })).toThrow(
      RangeError,
    );
  });

  it('names the sample and feature that is not finite', () => {
    expect(() =>
      checkSamples(
        matrix([
          [1, 2],
          [3, NaN],
        ]),
      ),
    ).toThrow('sample 1, feature 1 must be finite, got NaN');
    expect(() => checkSamples(matrix([]))).toThrow('samples must not be empty, got shape [0, 0]');
    expect(() => checkSamples(matrix([[1]]), 2)).toThrow('samples must have 2 features, got 1');
  });
});
