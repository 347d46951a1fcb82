import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falsePositiveRateThreshold } from '../../../src/evaluate/thresholds/false-positive-rate';
import { flag } from '../../../src/evaluate/thresholds/flag';
import { ranked } from '../../metrics/arbitraries';

const falsePositives = (labels: number[], scores: number[], threshold: number) =>
  flag(scores, threshold).filter((mark, i) => mark === 1 && labels[i] === 0).length;

describe('falsePositiveRateThreshold', () => {
  it('flags that share of normal samples where no scores tie', () => {
    const scores = Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
    const labels = scores.map((score) => (score >= 100 ? 1 : 0));
    for (const rate of [0, 0.01, 0.29, 1]) {
      const threshold = falsePositiveRateThreshold(labels, scores, rate);
      expect(falsePositives(labels, scores, threshold)).toBe(Math.round(rate * 100));
    }
  });

  it('flags none of tied normal samples that are too many', () => {
    const threshold = falsePositiveRateThreshold([0, 0, 0, 1], [5, 5, 1, 6], 0.5);
    expect(threshold).toBeGreaterThan(5);
    expect(threshold).toBeLessThan(5.000001);
  });

  it('lies above every normal score at a rate of 0, of any sign', () => {
    for (const score of [-3, -0, 0, 3]) {
      expect(falsePositiveRateThreshold([0, 1], [score, 9], 0)).toBeGreaterThan(score);
    }
  });

  it('is the lowest threshold within the rate', () => {
    const rates = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(ranked, rates, ({ labels, scores }, rate) => {
        const threshold = falsePositiveRateThreshold(labels, scores, rate);
        const nNormal = labels.filter((label) => label === 0).length;
        const within = (at: number) => falsePositives(labels, scores, at) <= rate * nNormal + 1e-9;
        expect(within(threshold)).toBe(true);
        const lower = scores.filter((score, i) => labels[i] === 0 && score < threshold);
        for (const score of lower) expect(within(score)).toBe(false);
      }),
    );
  });

  it('refuses labels without a normal sample and rates out of range', () => {
    expect(() => falsePositiveRateThreshold([1, 1], [1, 2], 0.1)).toThrow('got only 1');
    for (const rate of [-0.1, 1.1, Number.NaN]) {
      expect(() => falsePositiveRateThreshold([0, 1], [1, 2], rate)).toThrow(
        new RangeError(`rate must be in [0, 1], got ${rate}`),
      );
    }
  });
});
