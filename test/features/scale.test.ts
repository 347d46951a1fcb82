import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyScaler, fitScaler, invertScaler, type ScalerKind } from '../../src/features/scale';
import { matrix } from '../../src/matrix';
import { largestError, matrixOf, scalerCases } from './golden';

const KINDS: ScalerKind[] = ['standard', 'minmax', 'robust'];

describe('scalers', () => {
  it.each(scalerCases)("scale as scikit-learn's: $kind, $train.length samples", (golden) => {
    const state = fitScaler(matrixOf(golden.train), golden.kind);
    const scaled = applyScaler(state, matrixOf(golden.later));
    const inverted = invertScaler(state, scaled);
    expect(largestError(scaled, matrixOf(golden.scaled))).toBeLessThan(1e-12);
    expect(largestError(inverted, matrixOf(golden.inverted))).toBeLessThan(1e-12);
  });

  it.each(KINDS)('come back to what they were given: %s', (kind) => {
    const row = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const samples = matrix(rows);
        const state = fitScaler(samples, kind);
        const back = invertScaler(state, applyScaler(state, samples));
        expect(largestError(back, samples)).toBeLessThan(1e-6);
      }),
    );
  });

  it.each(KINDS)('keep the scale of a constant feature, whatever its rounding: %s', (kind) => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 300 }), (constant, nSamples) => {
        const samples = matrix(Array.from({ length: nSamples }, () => [constant]));
        expect(fitScaler(samples, kind).scale).toEqual([1]);
      }),
    );
  });

  it('scale the same after a trip through JSON', () => {
    const samples = matrix([
      [1, 2],
      [3, 5],
    ]);
    const state = fitScaler(samples, 'standard');
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(state).toEqual({ kind: 'standard', center: [2, 3.5], scale: [1, 1.5] });
  });

  it('leave the samples as they are', () => {
    const samples = matrix([[3], [1], [2]]);
    for (const kind of KINDS) applyScaler(fitScaler(samples, kind), samples);
    expect(samples.data).toEqual(Float64Array.of(3, 1, 2));
  });

  it('refuse samples that they cannot scale', () => {
    const state = fitScaler(matrix([[1, 2]]), 'minmax');
    expect(() => applyScaler(state, matrix([[1]]))).toThrow('samples must have 2 features, got 1');
    expect(() => applyScaler(state, matrix([[1, Number.NaN]]))).toThrow(
      'sample 0, feature 1 must be finite, got NaN',
    );
    expect(() => fitScaler(matrix([]), 'minmax')).toThrow('samples must not be empty');
    expect(() => fitScaler(matrix([[1e308], [1.5e308]]), 'standard')).toThrow(
      'feature 0 must have a finite standard scale; its values are too large',
    );
    expect(() => fitScaler(matrix([[1]]), 'max' as ScalerKind)).toThrow(
      'scaler kind must be standard, minmax or robust, got max',
    );
  });
});
