import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../src/evaluate/bootstrap/interval';
import { rocAuc } from '../../../src/metrics/roc';
import { createRandom } from '../../../src/random';

function planted(n: number, seed: number) {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 1 : 0));
  return { labels, scores: Float64Array.from(labels, (label) => random.normal(label)) };
}

describe('bootstrapInterval', () => {
  it('holds the estimate, which is the metric of all samples', () => {
    const { labels, scores } = planted(200, 1);
    const interval = bootstrapInterval(labels, scores, rocAuc, { nResamples: 200 });
    expect(interval.estimate).toBe(rocAuc(labels, scores));
    expect(interval.lower).toBeLessThan(interval.estimate);
    expect(interval.upper).toBeGreaterThan(interval.estimate);
    expect(interval.level).toBe(0.95);
  });

  it('is the same for the same seed and another for another', () => {
    const { labels, scores } = planted(100, 2);
    const draw = (seed: number) =>
      bootstrapInterval(labels, scores, rocAuc, { nResamples: 50, seed });
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('is wider at a higher level and with fewer samples', () => {
    const width = (n: number, level: number) => {
      const { labels, scores } = planted(n, 3);
      const options = { nResamples: 200, level };
      const { lower, upper } = bootstrapInterval(labels, scores, rocAuc, options);
      return upper - lower;
    };
    expect(width(100, 0.99)).toBeGreaterThan(width(100, 0.5));
    expect(width(100, 0.9)).toBeGreaterThan(width(1000, 0.9));
  });

  it('holds the true value in about as many of its draws as it says', () => {
    const truth = 0.7602; // of normal(0) and normal(1): the normal distribution at 1 / sqrt(2)
    let nHits = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { labels, scores } = planted(200, seed);
      const options = { nResamples: 200, level: 0.9, seed };
      const { lower, upper } = bootstrapInterval(labels, scores, rocAuc, options);
      if (lower <= truth && truth <= upper) nHits++;
    }
    expect(nHits).toBeGreaterThanOrEqual(82); // 90 expected; binomial, less 2.7 standard deviations
    expect(nHits).toBeLessThanOrEqual(98);
  });

  it('draws again where a resample has one class only', () => {
    const labels = [1, 0, 0, 0];
    const { lower, upper } = bootstrapInterval(labels, [9, 1, 2, 3], rocAuc, { nResamples: 100 });
    expect([lower, upper]).toEqual([1, 1]);
  });

  it('corrects for skew with bca: further towards chance near a perfect score', () => {
    const random = createRandom(5);
    const labels = Int32Array.from({ length: 120 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const scores = Float64Array.from(labels, (label) => random.normal(2.5 * label));
    const percentile = bootstrapInterval(labels, scores, rocAuc);
    const bca = bootstrapInterval(labels, scores, rocAuc, { method: 'bca' });
    expect(bca.estimate).toBe(percentile.estimate);
    expect(bca.lower).toBeLessThan(percentile.lower);
    expect(bca.upper).toBeLessThan(percentile.upper);
  });

  it('has the mean interval of Efron with bca', () => {
    // Of the mean of exponential values: bias 0, acceleration skewness / (6 √n).
    const scores = Float64Array.from({ length: 200 }, (_, i) => -Math.log((i + 0.5) / 200));
    const labels = scores.map((_, i) => i % 2);
    const mean = (_: Int32Array, drawn: Float64Array) =>
      drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const options = { nResamples: 40_000, method: 'bca' } as const;
    const { lower, upper } = bootstrapInterval(labels, scores, mean, options);
    // scipy.stats.bootstrap of the same values, method 'BCa', 50,000 resamples
    expect(Math.abs(lower - 0.874)).toBeLessThan(0.003); // 0.865 by percentiles
    expect(Math.abs(upper - 1.15)).toBeLessThan(0.003); // 1.139 by percentiles
  });

  it('keeps one value where a detector is perfect, with any method', () => {
    const options = { nResamples: 50, method: 'bca', stratified: true } as const;
    const { lower, upper } = bootstrapInterval([0, 0, 1, 1], [1, 2, 3, 4], rocAuc, options);
    expect([lower, upper]).toEqual([1, 1]);
  });

  it('is wider by blocks where neighbours are alike', () => {
    const random = createRandom(6);
    let drift = 0;
    const labels = Int32Array.from({ length: 2000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const scores = Float64Array.from(labels, (label, i) => {
      if (i % 100 === 0) drift = random.normal(0, 2);
      return drift + random.normal(label);
    });
    const mean = (_: Int32Array, drawn: Float64Array) =>
      drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const width = (options: object) => {
      const { lower, upper } = bootstrapInterval(labels, scores, mean, options);
      return upper - lower;
    };
    expect(width({ blockLength: 200 })).toBeGreaterThan(4 * width({}));
  });

  it('gives the same for a counted metric as for its copy', () => {
    const { labels, scores } = planted(100, 7);
    const copy = (l: Int32Array, s: Float64Array) => rocAuc(l, s);
    const options = { nResamples: 50 };
    expect(bootstrapInterval(labels, scores, rocAuc, options)).toEqual(
      bootstrapInterval(labels, scores, copy, options),
    );
  });

  it('refuses what it cannot draw from', () => {
    const draw =
      (labels: number[], options = {}) =>
      () =>
        bootstrapInterval(labels, [1, 2], rocAuc, options);
    expect(draw([0, 0])).toThrow('labels must hold both 0 and 1, got only 0');
    expect(draw([0, 1], { nResamples: 0 })).toThrow(
      'nResamples must be an integer of at least 1, got 0',
    );
    expect(draw([0, 1], { method: 'bca' })).toThrow("two 0 and two 1 for 'bca'");
    expect(draw([0, 1], { method: 'basic' })).toThrow('method must be percentile or bca');
    expect(draw([0, 1], { method: 'bca', blockLength: 2 })).toThrow('with blocks, got bca');
    expect(draw([0, 1], { n: 2 })).toThrow('option must be');
    expect(draw([0, 1], { level: 95 })).toThrow('level must be in (0, 1), got 95');
  });
});
