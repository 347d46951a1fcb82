import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rocAuc, rocCurve } from '../../src/metrics/roc';
import { createRandom } from '../../src/random';
import { ranked } from './arbitraries';
import { largestDifference, rankedCases } from './golden';

describe('rocCurve', () => {
  it.each(rankedCases)("has scikit-learn's points: $name", ({ labels, scores, roc, rocFull }) => {
    for (const [dropIntermediate, expected] of [
      [true, roc],
      [false, rocFull],
    ] as const) {
      const curve = rocCurve(labels, scores, { dropIntermediate });
      expect(largestDifference(curve.falsePositiveRate, expected[0])).toBeLessThan(1e-12);
      expect(largestDifference(curve.truePositiveRate, expected[1])).toBeLessThan(1e-12);
      expect(Array.from(curve.thresholds)).toEqual([Infinity, ...expected[2].map((x) => x + 0)]);
    }
  });

  it('drops intermediate points unless told not to', () => {
    const [labels, scores] = [
      [0, 0, 0, 1, 1],
      [1, 2, 3, 4, 5],
    ];
    expect(rocCurve(labels, scores).thresholds.length).toBeLessThan(
      rocCurve(labels, scores, { dropIntermediate: false }).thresholds.length,
    );
  });

  it('has the area that rocAuc gives', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(labels, scores);
        let area = 0;
        for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
        expect(area).toBeCloseTo(rocAuc(labels, scores), 12);
      }),
    );
  });
});

describe('rocAuc', () => {
  it('stands in the documentation', () => {
    expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it.each(rankedCases)("is scikit-learn's: $name", ({ labels, scores, rocAuc: expected }) => {
    expect(rocAuc(labels, scores)).toBeCloseTo(expected, 12);
  });

  it('is the share of pairs in the right order, a tie counting half', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const anomalies = scores.filter((_, i) => labels[i] === 1);
        const normals = scores.filter((_, i) => labels[i] === 0);
        const points = anomalies.flatMap((a) => normals.map((b) => (Math.sign(a - b) + 1) / 2));
        const share = points.reduce((sum, point) => sum + point, 0) / points.length;
        expect(rocAuc(labels, scores)).toBeCloseTo(share, 12);
      }),
    );
  });

  it('stays the same where scores keep their order', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const stretched = scores.map((score) => Math.exp(3 * score) - 7);
        expect(rocAuc(labels, stretched)).toBe(rocAuc(labels, scores));
      }),
    );
  });

  it('turns into its complement where scores are negated', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const negated = scores.map((score) => -score);
        expect(rocAuc(labels, negated)).toBeCloseTo(1 - rocAuc(labels, scores), 12);
      }),
    );
  });

  it('leaves its arguments as they are', () => {
    const labels = Int32Array.of(1, 0, 1);
    const scores = Float32Array.of(3, 2, 1);
    rocAuc(labels, scores);
    expect([...labels, ...scores]).toEqual([1, 0, 1, 3, 2, 1]);
  });

  it('takes a hundred thousand scores in its stride', () => {
    const random = createRandom(0);
    const labels = Int32Array.from({ length: 100_000 }, (_, i) => (i % 20 === 0 ? 1 : 0));
    const scores = Float32Array.from(labels, (label) => random.normal(label));
    expect(rocAuc(labels, scores)).toBeCloseTo(0.76, 1); // normal(0), normal(1): 0.7602
  });

  it.each([
    [[], [], 'labels must not be empty, got 0 values'],
    [[0, 1], [1], 'scores must be as many as labels, 2, got 1'],
    [[0, 2], [1, 2], 'labels[1] must be 0 or 1, got 2'],
    [[0, 1], [1, Number.NaN], 'scores[1] must be finite, got NaN'],
    [[0, 0], [1, 2], 'labels must hold both 0 and 1, got only 0'],
    [[1, 1], [1, 2], 'labels must hold both 0 and 1, got only 1'],
  ])('refuses labels %j with scores %j', (labels, scores, message) => {
    expect(() => rocAuc(labels, scores)).toThrow(new RangeError(message));
    expect(() => rocCurve(labels, scores)).toThrow(new RangeError(message));
  });
});
