import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { precisionAtK, recallAtK } from '../../src/metrics/precision-at-k';
import { createRandom } from '../../src/random';
import { ranked } from './arbitraries';

describe('precisionAtK', () => {
  it('stands in the documentation', () => {
    expect(precisionAtK([0, 1, 1, 0], [0.9, 0.8, 0.7, 0.1], 2)).toBe(0.5);
  });

  it('expects the mean over all orders of tied samples', () => {
    // One sure anomaly, then two of the three tied samples, one of which is an anomaly: 1 + 2/3.
    expect(precisionAtK([1, 1, 0, 0, 0], [9, 5, 5, 5, 1], 3)).toBeCloseTo((1 + 2 / 3) / 3, 12);
  });

  it('comes near the mean over random orders of tied samples', () => {
    const labels = [1, 0, 1, 0, 0, 1, 0, 0];
    const scores = [3, 3, 2, 2, 2, 2, 1, 1];
    const random = createRandom(1);
    let sum = 0;
    for (let draw = 0; draw < 20_000; draw++) {
      const order = random.shuffle([0, 1, 2, 3, 4, 5, 6, 7]).sort((a, b) => scores[b] - scores[a]);
      sum += order.slice(0, 4).filter((i) => labels[i] === 1).length / 4;
    }
    expect(precisionAtK(labels, scores, 4)).toBeCloseTo(sum / 20_000, 2);
  });

  it('is the share of anomalies where the list holds every sample', () => {
    fc.assert(
      fc.property(ranked, ({ labels, scores }) => {
        const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
        expect(precisionAtK(labels, scores, labels.length)).toBeCloseTo(share, 12);
      }),
    );
  });

  it.each([0, 1.5, 4, Number.NaN])('refuses a list of %d of three samples', (k) => {
    expect(() => precisionAtK([0, 1, 0], [1, 2, 3], k)).toThrow(
      new RangeError(`k must be an integer in [1, 3], got ${k}`),
    );
  });
});

describe('recallAtK', () => {
  it('stands in the documentation', () => {
    expect(recallAtK([0, 1, 1, 0], [0.9, 0.8, 0.7, 0.1], 2)).toBe(0.5);
  });

  it('is 1 where the list holds every sample', () => {
    expect(recallAtK([0, 1, 1, 0], [5, 5, 5, 5], 4)).toBe(1);
    expect(recallAtK([0, 1, 1, 0], [5, 5, 5, 5], 2)).toBe(0.5);
  });

  it('refuses labels without an anomaly', () => {
    expect(() => recallAtK([0, 0], [1, 2], 1)).toThrow('labels must hold at least one 1');
  });
});
