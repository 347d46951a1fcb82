import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinCloud, thinCurve, thinLine, thinPeaks } from '../../src/plots/thin';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
const options = { numRuns: 200, seed: 1 };

describe('thinLine', () => {
  it('keeps ends and extremes, in order, within the limit', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 3, max: 30 }), (line, limit) => {
        const kept = Array.from(thinLine(line, limit));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(line.length - 1);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept.length).toBeLessThanOrEqual(Math.min(line.length, limit + 1));
        const heights = kept.map((i) => line[i]);
        expect(Math.max(...heights)).toBe(Math.max(...line));
        expect(Math.min(...heights)).toBe(Math.min(...line));
      }),
      options,
    );
  });

  it('finds the peak behind missing values', () => {
    const line = Float64Array.from({ length: 100 }, (_, i) => (i % 2 ? i : NaN));
    expect(Array.from(thinLine(line, 9))).toContain(99);
  });
});

describe('thinPeaks', () => {
  it('keeps the highest value', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), (line, limit) => {
        const kept = Array.from(thinPeaks(line, limit));
        expect(kept).toHaveLength(Math.min(line.length, limit));
        expect(Math.max(...kept.map((i) => line[i]))).toBe(Math.max(...line));
      }),
      options,
    );
  });
});

describe('thinCurve', () => {
  it('leaves out what lies inside straight stretches', () => {
    const x = [0, 0, 0, 0.5, 0.7, 1];
    const y = [0, 0.2, 0.4, 0.4, 0.4, 1];
    expect(Array.from(thinCurve(x, y))).toEqual([0, 2, 4, 5]);
  });
});

describe('thinCloud', () => {
  it('keeps the outermost and the most important points', () => {
    const n = 10_000;
    const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i));
    const y = Float64Array.from({ length: n }, (_, i) => Math.cos(i * i));
    const importance = Float64Array.from({ length: n }, (_, i) => (i % 1000 === 1 ? i : 0));
    const kept = new Set(thinCloud(x, y, importance, 100));
    for (let i = 1; i < n; i += 1000) expect(kept).toContain(i);
    for (const axis of [x, y]) {
      expect(kept).toContain(axis.indexOf(Math.max(...axis)));
      expect(kept).toContain(axis.indexOf(Math.min(...axis)));
    }
    expect(kept.size).toBeLessThan(115);
  });
});
