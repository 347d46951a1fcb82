import { describe, expect, it } from 'vitest';
import {
  normalQuantile,
  normalShareBelow,
  twoSidedPValue,
} from '../../../src/evaluate/significance/normal';
import { studentizedRange } from '../../../src/evaluate/significance/studentized-range';
import { gammaShareAbove, logGamma } from '../../../src/metrics/gamma';
import golden from '../../golden/significance.json';

/** To 12 digits of the value, not of 1. */
function expectSame(actual: number, expected: number): void {
  if (expected === 0) expect(Math.abs(actual)).toBeLessThan(1e-12);
  else expect(actual / expected).toBeCloseTo(1, 11);
}

describe("SciPy's distributions", () => {
  it('normalShareBelow', () => {
    for (const [z, share] of golden.normal) expectSame(normalShareBelow(z), share);
  });

  it('normalQuantile', () => {
    for (const z of [-8, -1.96, -0.1, 0, 0.5, 3]) {
      expect(normalQuantile(normalShareBelow(z))).toBeCloseTo(z, 10);
    }
  });

  it('twoSidedPValue', () => {
    expectSame(twoSidedPValue(-1.96), 2 * normalShareBelow(-1.96));
    expect(twoSidedPValue(0)).toBe(1);
  });

  it('gammaShareAbove, as the chi-square distribution', () => {
    for (const [x, degrees, share] of golden.chiSquare) {
      expectSame(gammaShareAbove(degrees / 2, x / 2), share);
    }
  });

  it('logGamma', () => {
    for (const [x, value] of golden.logGamma) expectSame(logGamma(x), value);
  });

  it('studentizedRange', () => {
    for (const [share, count, range] of golden.studentizedRange) {
      expect(studentizedRange(share, count)).toBeCloseTo(range, 6);
    }
  });
});
