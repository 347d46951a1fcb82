import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contaminationThreshold } from '../../../src/evaluate/thresholds/contamination';
import { flag } from '../../../src/evaluate/thresholds/flag';
import { ranked } from '../../metrics/arbitraries';

const nFlagged = (scores: ArrayLike<number>, threshold: number) =>
  flag(scores, threshold).reduce((sum, mark) => sum + mark, 0);

describe('contaminationThreshold', () => {
  it('flags that share where no scores tie', () => {
    const scores = Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
    for (const share of [0.005, 0.01, 0.1, 0.25, 0.5]) {
      expect(nFlagged(scores, contaminationThreshold(scores, share))).toBe(share * 200);
    }
  });

  it('flags the highest score at least', () => {
    expect(contaminationThreshold([1, 2, 3, 4, 5], 0.001)).toBe(5);
  });

  it('flags the few above the many that tie, and not everything', () => {
    const scores = [...Array.from({ length: 90 }, () => 0), ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]];
    expect(nFlagged(scores, contaminationThreshold(scores, 0.2))).toBe(10);
  });

  it('flags every sample where all scores are equal', () => {
    expect(nFlagged([2, 2, 2], contaminationThreshold([2, 2, 2], 0.1))).toBe(3);
  });

  it('comes as near to the share as any distinct score', () => {
    const shares = fc.double({ min: 0.001, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(ranked, shares, ({ scores }, share) => {
        const missed = (threshold: number) =>
          Math.abs(nFlagged(scores, threshold) - share * scores.length);
        const threshold = contaminationThreshold(scores, share);
        expect(scores).toContain(threshold);
        expect(missed(threshold)).toBe(Math.min(...scores.map(missed)));
      }),
    );
  });

  it.each([0, 0.51, -1, Number.NaN])('refuses the share %d', (share) => {
    expect(() => contaminationThreshold([1, 2], share)).toThrow(
      new RangeError(`contamination must be in (0, 0.5], got ${share}`),
    );
  });
});
