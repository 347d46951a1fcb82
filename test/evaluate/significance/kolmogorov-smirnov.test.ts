import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnovTest } from '../../../src/evaluate/significance/kolmogorov-smirnov';
import { createRandom } from '../../../src/random';
import golden from '../../golden/drift.json';

describe('kolmogorovSmirnovTest', () => {
  it.each(golden.kolmogorovSmirnov)("is SciPy's exact test of $a.length and $b.length", (known) => {
    const { a, b, statistic, pValue } = known;
    const found = kolmogorovSmirnovTest(a, b);
    expect(found.statistic).toBeCloseTo(statistic, 12);
    expect(found.method).toBe('exact');
    expect(found.pValue).toBeCloseTo(pValue, 9);
    if (pValue > 1e-12) expect(found.pValue / pValue).toBeCloseTo(1, 6);
  });

  it.each(golden.asymptotic)("is near SciPy's of %d and %d, moved by %d", (n, m, share, d, p) => {
    const a = Float64Array.from({ length: n }, (_, i) => i / n);
    const b = Float64Array.from({ length: m }, (_, i) => i / m + share);
    const { statistic, pValue, method } = kolmogorovSmirnovTest(a, b);
    expect(method).toBe('asymptotic');
    expect(statistic).toBeCloseTo(d, 12);
    expect(Math.abs(pValue - p)).toBeLessThan(0.025 * p);
  });

  it('goes over from exact to asymptotic without a step', () => {
    const move = (n: number) => Float64Array.from({ length: n }, (_, i) => i / n + 0.06);
    const still = Float64Array.from({ length: 1000 }, (_, i) => i / 1000);
    const [exact, asymptotic] = [1000, 1001].map((n) => kolmogorovSmirnovTest(still, move(n)));
    expect([exact.method, asymptotic.method]).toEqual(['exact', 'asymptotic']);
    expect(asymptotic.pValue / exact.pValue).toBeGreaterThan(0.9);
    expect(asymptotic.pValue / exact.pValue).toBeLessThan(1.1);
  });

  it('finds as many false differences as its level says', () => {
    const random = createRandom(3);
    const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
    let nBelow = 0;
    for (let i = 0; i < 400; i++) {
      if (kolmogorovSmirnovTest(normals(60), normals(70)).pValue < 0.05) nBelow++;
    }
    expect(nBelow).toBeGreaterThan(6);
    expect(nBelow).toBeLessThan(34); // 4 standard deviations about 20 at most
  });

  it('counts ties once, and both ways are alike', () => {
    const [a, b] = [
      [0, 0, 0, 1],
      [0, 1, 1, 1, 1],
    ];
    expect(kolmogorovSmirnovTest(a, b).statistic).toBeCloseTo(0.75 - 0.2, 12);
    expect(kolmogorovSmirnovTest(b, a)).toEqual(kolmogorovSmirnovTest(a, b));
    expect(kolmogorovSmirnovTest(a, a)).toEqual({ statistic: 0, pValue: 1, method: 'exact' });
  });
});
