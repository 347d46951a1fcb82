import { describe, expect, it } from 'vitest';
import { errorFunction } from '../../src/metrics/error-function';
import { combinationGolden } from './combination-golden';

describe('errorFunction', () => {
  it("is SciPy's to 15 digits", () => {
    for (const [x, expected] of combinationGolden.errorFunction) {
      expect(errorFunction(x)).toBeCloseTo(expected, 14);
    }
  });

  it('is 0 at 0, 1 at infinity and NaN for NaN', () => {
    expect(errorFunction(0)).toBe(0);
    expect([errorFunction(Infinity), errorFunction(-Infinity)]).toEqual([1, -1]);
    expect(errorFunction(Number.NaN)).toBeNaN();
  });
});
