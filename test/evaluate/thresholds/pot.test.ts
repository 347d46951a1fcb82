import { describe, expect, it } from 'vitest';
import { flag } from '../../../src/evaluate/thresholds/flag';
import { fitGeneralizedPareto } from '../../../src/evaluate/thresholds/generalized-pareto';
import { potThreshold, tailOf } from '../../../src/evaluate/thresholds/pot';
import { createRandom } from '../../../src/random';
import { tailCases } from './golden';

function exponentials(n: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
}

describe('fitGeneralizedPareto', () => {
  it.each(tailCases)("is as likely as SciPy's: $name", (golden) => {
    const { excesses } = tailOf(golden.scores, golden.level);
    const { shape, scale } = fitGeneralizedPareto(excesses);
    expect(shape).toBeCloseTo(golden.shape, 5);
    expect(scale / golden.scale).toBeCloseTo(1, 5);
  });

  it('stays finite where an excess is next to nothing', () => {
    const { shape, scale } = fitGeneralizedPareto(Float64Array.of(1e-300, 1, 2, 4, 8, 16, 32));
    expect(shape).toBeGreaterThan(0);
    expect(Number.isFinite(scale)).toBe(true);
  });

  it('ends at the excess where all are equal', () => {
    expect(fitGeneralizedPareto(Float64Array.of(2, 2, 2))).toEqual({ shape: -1, scale: 2 });
  });
});

describe('potThreshold', () => {
  it.each(tailCases)("is SciPy's quantile of the tail: $name", (golden) => {
    const { scores, risk, level } = golden;
    const threshold = potThreshold(scores, { risk, level });
    const spread = Math.max(...scores) - Math.min(...scores);
    expect((threshold - golden.threshold) / spread).toBeCloseTo(0, 5);
  });

  it('is exceeded as rarely as asked beyond the samples it was fitted on', () => {
    const threshold = potThreshold(exponentials(5000, 1), { risk: 1e-4 });
    expect(threshold / -Math.log(1e-4)).toBeCloseTo(1, 0); // 9.2 for the true distribution
    const nFlagged = flag(exponentials(500_000, 2), threshold).reduce((sum, mark) => sum + mark, 0);
    expect(nFlagged).toBeGreaterThan(10); // 50 expected
    expect(nFlagged).toBeLessThan(250);
  });

  it('scales and moves with the scores', () => {
    const scores = exponentials(1000, 3);
    const threshold = potThreshold(scores);
    expect(potThreshold(scores.map((score) => 100 * score + 7))).toBeCloseTo(
      100 * threshold + 7,
      6,
    );
  });

  it('stays above the start of the tail where scores tie there', () => {
    const scores = Array.from({ length: 1000 }, (_, i) => (i < 985 ? 1 : 1 + i / 1000));
    expect(potThreshold(scores, { risk: 0.019 })).toBeGreaterThanOrEqual(1);
  });

  it('refuses too small a tail', () => {
    const few = 'scores must have at least 10 above their quantile 0.98, got ';
    expect(() => potThreshold(exponentials(100, 4))).toThrow(new RangeError(`${few}2 of 100`));
    expect(() => potThreshold(new Float64Array(1000))).toThrow(`${few}0 of 1000`);
    expect(() => potThreshold([1])).toThrow(`${few}0 of 1`);
    expect(() => potThreshold([])).toThrow('scores must not be empty');
    expect(() => potThreshold([Number.NaN])).toThrow('scores[0] must be finite');
  });

  it('refuses options out of range', () => {
    expect(() => potThreshold([1], { level: 1 })).toThrow('level must be in (0, 1), got 1');
    expect(() => potThreshold([1], { risk: 0.03 })).toThrow('risk must be in (0, 1 - level)');
    expect(() => potThreshold([1], { risk: 0 })).toThrow('got 0');
    expect(() => potThreshold([1], { q: 1 } as object)).toThrow('option must be risk or level');
  });
});
