import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/matrix';
import { topKAccuracy } from '../../src/metrics/top-k-accuracy';
import { topKCase } from './golden';

describe('topKAccuracy', () => {
  it("is scikit-learn's, with ties", () => {
    const probabilities = matrix(topKCase.probabilities);
    topKCase.accuracy.forEach((expected, i) => {
      expect(topKAccuracy(topKCase.labels, probabilities, i + 1)).toBeCloseTo(expected, 12);
    });
  });

  it('refuses what it cannot rank', () => {
    const probabilities = matrix([
      [0.2, 0.8],
      [0.5, 0.5],
    ]);
    expect(() => topKAccuracy([0], probabilities, 1)).toThrow(
      'labels must be as many as samples, 2',
    );
    expect(() => topKAccuracy([0, 2], probabilities, 1)).toThrow(
      new RangeError('labels[1] must be a class in [0, 1], got 2'),
    );
    expect(() => topKAccuracy([0, 1], probabilities, 3)).toThrow('k must be an integer in [1, 2]');
    expect(() => topKAccuracy([], matrix([]), 1)).toThrow(RangeError);
    expect(() => topKAccuracy([0], matrix([[Number.NaN, 1]]), 1)).toThrow(RangeError);
  });
});
