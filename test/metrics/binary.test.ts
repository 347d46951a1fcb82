import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohenKappa, jaccard } from '../../src/metrics/agreement';
import {
  balancedAccuracy,
  f1,
  fBeta,
  matthews,
  precision,
  recall,
  specificity,
} from '../../src/metrics/binary';
import { predicted } from './arbitraries';
import { predictedCases } from './golden';

const METRICS = {
  precision,
  recall,
  specificity,
  f1,
  f2: (labels: number[], predictions: number[]) => fBeta(labels, predictions, 2),
  fHalf: (labels: number[], predictions: number[]) => fBeta(labels, predictions, 0.5),
  balancedAccuracy,
  matthews,
  cohenKappa,
  jaccard,
};

describe('binary metrics', () => {
  const cases = predictedCases.filter(({ binary, names }) => binary && !names);

  it.each(cases)("are scikit-learn's: $name", ({ labels, predictions, binary }) => {
    for (const [name, metric] of Object.entries(METRICS)) {
      expect(metric(labels, predictions), name).toBeCloseTo(binary![name], 12);
    }
  });

  it('take f1 between precision and recall', () => {
    fc.assert(
      fc.property(predicted, ({ labels, predictions }) => {
        const parts = [precision(labels, predictions), recall(labels, predictions)];
        const value = f1(labels, predictions);
        expect(value).toBeGreaterThanOrEqual(Math.min(...parts) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(...parts) + 1e-12);
      }),
    );
  });

  it('turn the sign of matthews where predictions are turned', () => {
    fc.assert(
      fc.property(predicted, ({ labels, predictions }) => {
        const turned = predictions.map((prediction) => 1 - prediction);
        const value = matthews(labels, predictions);
        expect(matthews(labels, turned)).toBeCloseTo(-value, 12);
        expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('stand in the documentation', () => {
    expect(fBeta([0, 1, 1, 1, 1], [0, 1, 0, 0, 1], 2)).toBe(0.5555555555555556);
  });

  it.each([0, -1, Number.NaN, Infinity])('refuse a beta of %d', (beta) => {
    expect(() => fBeta([0, 1], [0, 1], beta)).toThrow(
      new RangeError(`beta must be a number above 0, got ${beta}`),
    );
  });

  it('refuse predictions that are not 0 or 1', () => {
    expect(() => precision([0, 1], [0, 0.7])).toThrow(
      new RangeError('predictions[1] must be 0 or 1, got 0.7'),
    );
  });
});
