import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionRecallCurve } from '../../src/metrics/precision-recall';
import { ranked } from './arbitraries';
import { largestDifference, rankedCases } from './golden';

describe('precisionRecallCurve', () => {
  it.each(rankedCases)("has scikit-learn's points: $name", (golden) => {
    for (const [dropIntermediate, expected] of [
      [false, golden.precisionRecall],
      [true, golden.precisionRecallShort],
    ] as const) {
      const curve = precisionRecallCurve(golden.labels, golden.scores, { dropIntermediate });
      expect(largestDifference(curve.precision, expected[0])).toBeLessThan(1e-12);
      expect(largestDifference(curve.recall, expected[1])).toBeLessThan(1e-12);
      expect(Array.from(curve.thresholds)).toEqual(expected[2].map((x) => x + 0));
    }
  });

  it('refuses labels without an anomaly', () => {
    expect(() => precisionRecallCurve([0, 0], [1, 2])).toThrow(
      new RangeError('labels must hold at least one 1 (anomaly), got only 0'),
    );
  });
});

describe('averagePrecision', () => {
  it('stands in the documentation', () => {
    expect(averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.8333333333333333);
  });

  it.each(rankedCases)(
    "is scikit-learn's: $name",
    ({ labels, scores, averagePrecision: value }) => {
      expect(averagePrecision(labels, scores)).toBeCloseTo(value, 12);
    },
  );

  it('is the share of anomalies where every score ties', () => {
    expect(averagePrecision([0, 1, 0, 0], [7, 7, 7, 7])).toBe(0.25);
  });

  it('is 1 only where every anomaly scores above every normal sample', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const lowest = Math.min(...scores.filter((_, i) => labels[i] === 1));
        const highest = Math.max(...scores.filter((_, i) => labels[i] === 0));
        const value = averagePrecision(labels, scores);
        expect(value).toBeGreaterThan(0);
        if (lowest > highest) expect(value).toBe(1);
        else expect(value).toBeLessThan(1);
      }),
    );
  });

  it('does not sink below its worst: all anomalies behind all normal samples', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const worst = averagePrecision(
          labels,
          labels.map((label, i) => -labels.length * label - i),
        );
        expect(averagePrecision(labels, scores)).toBeGreaterThan(worst - 1e-12);
      }),
    );
  });

  it('refuses labels without an anomaly', () => {
    expect(() => averagePrecision([0, 0], [1, 2])).toThrow('labels must hold at least one 1');
  });
});
