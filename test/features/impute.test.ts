import { describe, expect, it } from 'vitest';
import { applyImputer, fitImputer, type ImputerStrategy } from '../../src/features/impute';
import { matrix } from '../../src/matrix';
import { imputerCases, largestError, matrixOf } from './golden';

const NONE = Number.NaN;

describe('imputers', () => {
  it.each(imputerCases)("fill as scikit-learn's: $strategy", (golden) => {
    const state = fitImputer(matrixOf(golden.train), golden.strategy, { constant: -1 });
    const filled = applyImputer(state, matrixOf(golden.later));
    expect(largestError(filled, matrixOf(golden.filled))).toBeLessThan(1e-12);
  });

  it('fill later samples from training samples, and leave both as they are', () => {
    const train = matrix([[1], [NONE], [4]]);
    const later = matrix([[NONE], [9]]);
    const state = fitImputer(train, 'mean');
    expect(state).toEqual({ strategy: 'mean', fill: [2.5] });
    expect(applyImputer(state, later).data).toEqual(Float64Array.of(2.5, 9));
    expect(later.data[0]).toBeNaN();
  });

  it('name the column that has no value', () => {
    const train = matrix([
      [1, NONE],
      [2, NONE],
    ]);
    expect(() => fitImputer(train, 'median', { columns: ['port', 'bytes'] })).toThrow(
      new RangeError('column bytes must have a value, got all missing'),
    );
    expect(() => fitImputer(train, 'mean')).toThrow('column 1 must have a value');
    expect(fitImputer(train, 'constant').fill).toEqual([0, 0]);
  });

  it('refuse what they cannot fill', () => {
    const state = fitImputer(matrix([[1, 2]]), 'mean');
    expect(() => applyImputer(state, matrix([[1]]))).toThrow('samples must have 2 features, got 1');
    expect(() => applyImputer(state, matrix([[1, -Infinity]]))).toThrow(
      'sample 0, column 1 must be finite or missing, got -Infinity',
    );
    expect(() => fitImputer(matrix([]), 'mean')).toThrow('samples must not be empty');
    expect(() => fitImputer(matrix([[1]]), 'mode' as ImputerStrategy)).toThrow(
      'imputer strategy must be mean, median or constant, got mode',
    );
    expect(() => fitImputer(matrix([[1]]), 'constant', { constant: NONE })).toThrow(
      'constant must be finite, got NaN',
    );
  });
});
