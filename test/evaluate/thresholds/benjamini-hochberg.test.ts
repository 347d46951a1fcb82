import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../src/evaluate/thresholds/benjamini-hochberg';
import { conformalPValues } from '../../../src/evaluate/thresholds/conformal';
import { createRandom } from '../../../src/random';
import { discoveries } from './golden';

describe('benjaminiHochberg', () => {
  it('stands in the documentation', () => {
    expect(benjaminiHochberg([0.01, 0.8, 0.03, 0.2], 0.1)).toEqual(Int32Array.of(1, 0, 1, 0));
  });

  it("flags what SciPy's false_discovery_control does", () => {
    for (const { pValues, rate, flags } of discoveries) {
      expect(Array.from(benjaminiHochberg(pValues, rate))).toEqual(flags);
    }
  });

  it('keeps the share of false alerts with conformal p-values', () => {
    let sum = 0;
    for (let seed = 0; seed < 50; seed++) {
      const random = createRandom(seed);
      const calibration = Float64Array.from({ length: 1000 }, () => random.normal());
      const scores = Float64Array.from({ length: 500 }, (_, i) => random.normal(i < 50 ? 4 : 0));
      const flags = benjaminiHochberg(conformalPValues(calibration, scores), 0.2);
      const nFlagged = flags.reduce((total, mark) => total + mark, 0);
      const nFalse = flags.subarray(50).reduce((total, mark) => total + mark, 0);
      sum += nFlagged === 0 ? 0 : nFalse / nFlagged;
    }
    expect(sum / 50).toBeLessThan(0.23);
    expect(sum / 50).toBeGreaterThan(0.1); // 0.18 expected: the rate times the share of normal samples
  });

  it('flags nothing where nothing is low, everything where all are 0', () => {
    expect(benjaminiHochberg([1, 1, 1], 0.5)).toEqual(Int32Array.of(0, 0, 0));
    expect(benjaminiHochberg([0, 0], 0)).toEqual(Int32Array.of(1, 1));
  });

  it('refuses what is no p-value or rate', () => {
    expect(() => benjaminiHochberg([], 0.1)).toThrow('pValues must not be empty');
    expect(() => benjaminiHochberg([0.1, 1.1], 0.1)).toThrow(
      'pValues[1] must be in [0, 1], got 1.1',
    );
    expect(() => benjaminiHochberg([Number.NaN], 0.1)).toThrow('got NaN');
    expect(() => benjaminiHochberg([0.1], 2)).toThrow('rate must be in [0, 1], got 2');
  });
});
