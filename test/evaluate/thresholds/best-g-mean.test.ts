import { describe, expect, it } from 'vitest';
import { bestGMeanThreshold } from '../../../src/evaluate/thresholds/best-g-mean';
import { gMeanCases } from './golden';

describe('bestGMeanThreshold', () => {
  it('stands in the documentation', () => {
    expect(bestGMeanThreshold([0, 0, 0, 1, 1], [0.1, 0.4, 0.5, 0.45, 0.8])).toBe(0.45);
  });

  it("is the best point of scikit-learn's ROC curve", () => {
    for (const { labels, scores, bestGMean } of gMeanCases) {
      expect(bestGMeanThreshold(labels, scores)).toBe(bestGMean);
    }
  });

  it('is the only score where all are equal', () => {
    expect(bestGMeanThreshold([0, 1, 0], [2, 2, 2])).toBe(2);
  });

  it('refuses labels of one class', () => {
    expect(() => bestGMeanThreshold([0, 0], [1, 2])).toThrow('labels must hold both 0 and 1');
    expect(() => bestGMeanThreshold([1, 1], [1, 2])).toThrow('got only 1');
  });
});
