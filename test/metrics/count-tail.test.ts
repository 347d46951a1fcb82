import { expect, it } from 'vitest';
import { logTailOfCount } from '../../src/metrics/count-tail';
import golden from '../golden/count-tail.json';

it("is SciPy's tail of the negative binomial and of Poisson", () => {
  for (const [count, mean, dispersion, expected] of golden.cases) {
    const found = logTailOfCount(count, mean, dispersion);
    const off = Math.abs(found - expected) / Math.max(1e-6, Math.abs(expected));
    expect(off, `${count} of ${mean}, ${dispersion}: ${found}, not ${expected}`).toBeLessThan(1e-5);
  }
});

it('keeps its digits where the probability is no number, and is never above 1', () => {
  const far = logTailOfCount(5000, 1, 0);
  expect(far).toBeCloseTo(-1 - 37591.1435 + Math.log(1 + 1 / 5001), 0);
  expect(logTailOfCount(0, 3, 0.2)).toBe(0);
  expect(logTailOfCount(1, 1e6, 0)).toBeLessThanOrEqual(0);
  expect(logTailOfCount(1, 1e6, 0)).toBeGreaterThan(-1e-9);
});

it('falls with the count, rises with the mean and where counts vary', () => {
  for (let count = 1; count < 60; count++) {
    const tail = logTailOfCount(count, 9, 0.3);
    expect(logTailOfCount(count + 1, 9, 0.3)).toBeLessThan(tail);
    expect(logTailOfCount(count, 10, 0.3)).toBeGreaterThan(tail);
    if (count > 20) expect(logTailOfCount(count, 9, 0.6)).toBeGreaterThan(tail);
  }
});
