import { describe, expect, it } from 'vitest';
import { applyScoreScale, fitScoreScale } from '../../src/metrics/score-scale';
import { combinationGolden as golden } from './combination-golden';

describe('a score scale', () => {
  it.each(['zscore', 'unified'] as const)('has the values of PyOD: %s', (kind) => {
    const scaled = applyScoreScale(fitScoreScale(kind, golden.train), golden.scores[0]);
    scaled.forEach((score, i) => {
      expect(score).toBeCloseTo(golden[kind][i], 12);
    });
  });

  it('is the share of reference scores below: rank', () => {
    const scale = fitScoreScale('rank', [4, 1, 3, 2]);
    expect(applyScoreScale(scale, [0, 1, 2.5, 9])).toEqual(Float64Array.of(0, 0, 0.5, 1));
  });

  it('is 0 at the mean and below, and 1 far out: unified', () => {
    const scale = fitScoreScale('unified', [1, 2, 3]);
    expect(applyScoreScale(scale, [-9, 2, 90])).toEqual(Float64Array.of(0, 0, 1));
  });

  it.each(['zscore', 'unified', 'rank'] as const)(
    'is finite where reference scores are equal: %s',
    (kind) => {
      const scale = fitScoreScale(kind, Array(7).fill(0.1));
      const scaled = applyScoreScale(scale, [0.1, 2.1]);
      expect(scaled[0]).toBeCloseTo(0, 12);
      expect(scaled[1]).toBeGreaterThan(0.9);
    },
  );

  it('refuses no scores, and scores without an order', () => {
    expect(() => fitScoreScale('zscore', [])).toThrow('scores must not be empty');
    expect(() => fitScoreScale('rank', [1, Number.NaN])).toThrow('scores[1] must be finite');
    const scale = fitScoreScale('zscore', [1, 2]);
    expect(() => applyScoreScale(scale, [Infinity])).toThrow('scores[0] must be finite');
  });
});
