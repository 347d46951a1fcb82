import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestF1Threshold,
  contaminationThreshold,
  flag,
  quantileThreshold,
} from '../../src/evaluate/threshold';
import { f1 } from '../../src/metrics/binary';
import { ranked } from '../metrics/arbitraries';
import { rankedCases } from '../metrics/golden';

const nFlagged = (scores: ArrayLike<number>, threshold: number) =>
  flag(scores, threshold).reduce((sum, mark) => sum + mark, 0);

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

describe('quantileThreshold', () => {
  it.each(rankedCases)("is NumPy's: $name", ({ scores, quantiles }) => {
    for (const [q, expected] of quantiles) {
      expect(quantileThreshold(scores, q) / expected || 1).toBeCloseTo(1, 12);
      expect(quantileThreshold(scores, q)).toBe(expected + 0);
    }
  });

  it('flags about the share above the quantile where no scores tie', () => {
    const scores = Float32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    expect(nFlagged(scores, quantileThreshold(scores, 0.95))).toBe(50);
  });

  it('leaves its argument as it is', () => {
    const scores = Float64Array.of(3, 1, 2);
    quantileThreshold(scores, 0.5);
    expect(scores).toEqual(Float64Array.of(3, 1, 2));
  });

  it.each([-0.1, 1.1, 95, Number.NaN])('refuses q = %d', (q) => {
    expect(() => quantileThreshold([1, 2], q)).toThrow(
      new RangeError(`q must be in [0, 1], got ${q}`),
    );
  });
});

describe('contaminationThreshold', () => {
  it('flags that share where no scores tie', () => {
    const scores = Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
    for (const share of [0.005, 0.01, 0.1, 0.25, 0.5]) {
      expect(nFlagged(scores, contaminationThreshold(scores, share))).toBe(share * 200);
    }
  });

  it('flags the highest score at least', () => {
    expect(contaminationThreshold([1, 2, 3, 4, 5], 0.001)).toBe(5);
  });

  it('flags the few above the many that tie, and not everything', () => {
    const scores = [...Array.from({ length: 90 }, () => 0), ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]];
    expect(nFlagged(scores, contaminationThreshold(scores, 0.2))).toBe(10);
  });

  it('flags every sample where all scores are equal', () => {
    expect(nFlagged([2, 2, 2], contaminationThreshold([2, 2, 2], 0.1))).toBe(3);
  });

  it('comes as near to the share as any distinct score', () => {
    const shares = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(ranked, shares, ({ scores }, share) => {
        const missed = (threshold: number) =>
          Math.abs(nFlagged(scores, threshold) - share * scores.length);
        const threshold = contaminationThreshold(scores, share);
        expect(scores).toContain(threshold);
        expect(missed(threshold)).toBe(Math.min(...scores.map(missed)));
      }),
    );
  });

  it.each([0, 0.51, -1, Number.NaN])('refuses the share %d', (share) => {
    expect(() => contaminationThreshold([1, 2], share)).toThrow(
      new RangeError(`contamination must be in (0, 0.5], got ${share}`),
    );
  });
});

describe('bestF1Threshold', () => {
  it('stands in the documentation', () => {
    expect(bestF1Threshold([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.35);
  });

  it('is the highest of all scores with the best F1', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const f1At = (threshold: number) => f1(labels, flag(scores, threshold));
        const best = Math.max(...scores.map(f1At));
        const candidates = scores.filter((score) => f1At(score) === best);
        expect(bestF1Threshold(labels, scores)).toBe(Math.max(...candidates));
      }),
    );
  });

  it('refuses labels without an anomaly', () => {
    expect(() => bestF1Threshold([0, 0], [1, 2])).toThrow('labels must hold at least one 1');
  });
});
