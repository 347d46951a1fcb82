import { describe, expect, it } from 'vitest';
import { partialRocAuc } from '../../src/metrics/partial-roc-auc';
import { recallAtFalsePositiveRate } from '../../src/metrics/recall-at-false-positive-rate';
import { rocAuc } from '../../src/metrics/roc';
import { rankedCases } from './golden';

describe('partialRocAuc', () => {
  it.each(rankedCases)(
    "is scikit-learn's: $name",
    ({ labels, scores, partialRocAuc: expected }) => {
      for (const [rate, value] of expected) {
        expect(partialRocAuc(labels, scores, rate)).toBeCloseTo(value, 12);
      }
      expect(partialRocAuc(labels, scores, 1)).toBeCloseTo(rocAuc(labels, scores), 12);
    },
  );

  it.each([0, -1, 1.1, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => partialRocAuc([0, 1], [1, 2], rate)).toThrow(
      new RangeError(`maxFalsePositiveRate must be in (0, 1], got ${rate}`),
    );
  });
});

describe('recallAtFalsePositiveRate', () => {
  it('stands in the documentation', () => {
    expect(recallAtFalsePositiveRate([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.05)).toBe(0.5);
  });

  it.each(rankedCases)("is of scikit-learn's curve: $name", ({ labels, scores, recallAtRate }) => {
    for (const [rate, value] of recallAtRate) {
      expect(recallAtFalsePositiveRate(labels, scores, rate)).toBeCloseTo(value, 12);
    }
  });

  it('refuses what has no such rate', () => {
    expect(() => recallAtFalsePositiveRate([1, 1], [1, 2], 0.1)).toThrow('got only 1');
    expect(() => recallAtFalsePositiveRate([0, 0], [1, 2], 0.1)).toThrow('got only 0');
    expect(() => recallAtFalsePositiveRate([0, 1], [1, 2], 5)).toThrow('rate must be in [0, 1]');
  });
});
