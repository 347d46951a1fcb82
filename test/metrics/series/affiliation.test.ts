import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affiliation } from '../../../src/metrics/series/affiliation';
import { predicted } from '../arbitraries';
import { extremeSeries, refusesBadInput } from './bad-input';
import { seriesCases } from './golden';

describe('affiliation', () => {
  it('stands in the documentation', () => {
    expect(affiliation([0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0]).precision).toBe(1);
  });

  it.each(seriesCases)("is that of the authors' code: $name", (golden) => {
    const actual = affiliation(golden.labels, golden.predictions);
    const { precision, recall, precisions, recalls } = golden.affiliation;
    expect(actual.precision).toBeCloseTo(precision, 12);
    expect(actual.recall).toBeCloseTo(recall, 12);
    expect(actual.precisions.map((value) => value === null)).toEqual(
      precisions.map((value) => value === null),
    );
    recalls.forEach((value, i) => {
      expect(actual.recalls[i]).toBeCloseTo(value, 12);
      expect(actual.precisions[i] ?? 0).toBeCloseTo(precisions[i] ?? 0, 12);
    });
  });

  it('gives the value worked by hand for one flag beside an event in the middle', () => {
    // Zone [0, 10), event [4, 6), flag [7, 8): over distances 1 to 2, 1 - (2 + 2 d) / 10 is 0.5 on average.
    const labels = [0, 0, 0, 0, 1, 1, 0, 0, 0, 0];
    const predictions = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0];
    expect(affiliation(labels, predictions).precision).toBeCloseTo(0.5, 12);
    // Distances 1 to 3 from the flag's edge at 7; 1 - 2 d / 10 is 0.6 on average.
    expect(affiliation(labels, predictions).recall).toBeCloseTo(0.6, 12);
  });

  it('falls as a flag moves away from its event', () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i >= 40 && i < 50 ? 1 : 0));
    const f1At = (i: number) =>
      affiliation(
        labels,
        labels.map((_, j) => (i === j ? 1 : 0)),
      ).f1;
    const values = [45, 55, 65, 75, 85, 99].map(f1At);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('is 0 where nothing is flagged', () => {
    expect(affiliation([0, 1], [0, 0])).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
      precisions: [null],
      recalls: [0],
    });
  });

  it.each(extremeSeries)('is a number in [0, 1] for %j and %j', (labels, predictions) => {
    const { precision, recall, f1 } = affiliation(labels, predictions);
    for (const value of [precision, recall, f1]) expect(value >= 0 && value <= 1).toBe(true);
  });

  it('is a number in [0, 1] for any labels and predictions', () => {
    fc.assert(
      fc.property(predicted, ({ labels, predictions }) => {
        fc.pre(labels.includes(1));
        const { precision, recall, f1 } = affiliation(labels, predictions);
        for (const value of [precision, recall, f1]) expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });

  refusesBadInput(affiliation);
});
