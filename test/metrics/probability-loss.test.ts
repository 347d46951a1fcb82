import { describe, expect, it } from 'vitest';
import { calibrationCurve } from '../../src/metrics/calibration-curve';
import { brierScore, logLoss } from '../../src/metrics/probability-loss';
import { largestDifference, probableCases } from './golden';

describe.each(probableCases)("is scikit-learn's: $name", (golden) => {
  const { labels, probabilities } = golden;

  it('brierScore', () => {
    expect(brierScore(labels, probabilities)).toBeCloseTo(golden.brierScore, 12);
  });

  it('logLoss', () => {
    expect(logLoss(labels, probabilities)).toBeCloseTo(golden.logLoss, 12);
  });

  it.each(golden.calibration)('calibrationCurve, $nBins $strategy bins', (expected) => {
    const { nBins, strategy, points } = expected;
    const curve = calibrationCurve(labels, probabilities, { nBins, strategy });
    expect(largestDifference(curve.observed, points[0])).toBeLessThan(1e-12);
    expect(largestDifference(curve.predicted, points[1])).toBeLessThan(1e-12);
    expect(curve.nSamples.reduce((sum, count) => sum + count, 0)).toBe(labels.length);
  });
});

describe('brierScore', () => {
  it('stands in the documentation', () => {
    expect(brierScore([0, 1], [0.1, 0.8])).toBeCloseTo(0.025, 12);
  });
});

describe('logLoss', () => {
  it('is finite for a sure mistake', () => {
    expect(logLoss([1], [0])).toBeCloseTo(36.04, 2);
  });
});

it.each([brierScore, logLoss, calibrationCurve])('%o refuses what is no probability', (metric) => {
  expect(() => metric([], [])).toThrow('labels must not be empty');
  expect(() => metric([0, 1], [0])).toThrow('probabilities must be as many as labels');
  expect(() => metric([0, 2], [0, 1])).toThrow('labels[1] must be 0 or 1, got 2');
  for (const wrong of [-0.1, 1.5, Number.NaN]) {
    expect(() => metric([0, 1], [0, wrong])).toThrow(
      new RangeError(`probabilities[1] must be in [0, 1], got ${wrong}`),
    );
  }
});

it('calibrationCurve refuses options out of range', () => {
  const draw = (options: object) => () => calibrationCurve([0, 1], [0, 1], options);
  expect(draw({ nBins: 0 })).toThrow('nBins must be an integer of at least 1, got 0');
  expect(draw({ strategy: 'kmeans' })).toThrow('strategy must be uniform or quantile, got kmeans');
  expect(draw({ bins: 3 })).toThrow('option must be nBins or strategy, got bins');
});
