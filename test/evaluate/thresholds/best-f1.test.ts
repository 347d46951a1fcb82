import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestF1Threshold } from '../../../src/evaluate/thresholds/best-f1';
import { flag } from '../../../src/evaluate/thresholds/flag';
import { f1 } from '../../../src/metrics/binary';
import { ranked } from '../../metrics/arbitraries';

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
