import { describe, expect, it } from 'vitest';
import { featureDrift } from '../../../src/evaluate/drift/feature-drift';
import { populationStabilityIndex } from '../../../src/evaluate/drift/population-stability';
import { kolmogorovSmirnovTest } from '../../../src/evaluate/significance/kolmogorov-smirnov';
import { createRandom } from '../../../src/random';

const random = createRandom(8);
const normals = (n: number, mean = 0) =>
  Float64Array.from({ length: n }, () => random.normal(mean));
const methods = (n: number, rare: number) =>
  Array.from({ length: n }, () => (random.uniform() < rare ? 'token' : 'password'));
const REFERENCE = { same: normals(400), moved: normals(400), method: methods(400, 0.1) };
const CURRENT = { method: methods(300, 0.5), moved: normals(300, 0.8), same: normals(300) };

describe('featureDrift', () => {
  it('tells what drifted from what did not', () => {
    const [same, moved, method] = featureDrift(REFERENCE, CURRENT);
    expect([same, moved, method].map(({ feature }) => feature)).toEqual([
      'same',
      'moved',
      'method',
    ]);
    expect(same).toMatchObject({ size: 'small', isSignificant: false });
    expect(same.psi).toBeLessThan(same.psiByChance);
    for (const drifted of [moved, method]) {
      expect(drifted).toMatchObject({ size: 'large', isSignificant: true });
      expect(drifted.psi).toBeGreaterThan(3 * drifted.psiByChance);
    }
  });

  it('has the figures of each measure alone', () => {
    const [, moved, method] = featureDrift(REFERENCE, CURRENT, { nBins: 5 });
    const { statistic, pValue } = kolmogorovSmirnovTest(REFERENCE.moved, CURRENT.moved);
    expect(moved).toMatchObject({ test: 'Kolmogorov-Smirnov', statistic, pValue });
    expect(method.test).toBe('chi-squared');
    expect(moved.psi).toBe(populationStabilityIndex(REFERENCE.moved, CURRENT.moved, { nBins: 5 }));
  });

  it('gives by chance about what theory expects', () => {
    const [same] = featureDrift(REFERENCE, CURRENT, { nPermutations: 500 });
    const expected = 16.9 * (1 / 400 + 1 / 300); // 95 % quantile of chi-squared, 9 degrees
    expect(same.psiByChance / expected).toBeGreaterThan(0.85);
    expect(same.psiByChance / expected).toBeLessThan(1.15);
  });

  it('finds drift of many categories no more often than it should', () => {
    const names = Array.from({ length: 50 }, (_, i) => `user ${i}`);
    const draw = () => Array.from({ length: 500 }, () => random.choice(names));
    const pValues = Array.from({ length: 200 }, () => {
      return featureDrift({ user: draw() }, { user: draw() }, { nPermutations: 1 })[0].pValue;
    });
    const share = pValues.filter((pValue) => pValue < 0.05).length / pValues.length;
    expect(share).toBeLessThan(0.1); // 0.05 is due; more than 0.09 in 1 of 200 such tests
  });

  it('repeats itself for a seed', () => {
    expect(featureDrift(REFERENCE, CURRENT)).toEqual(featureDrift(REFERENCE, CURRENT));
    const other = featureDrift(REFERENCE, CURRENT, { seed: 1 });
    expect(other[0].psiByChance).not.toBe(featureDrift(REFERENCE, CURRENT)[0].psiByChance);
  });

  it('counts a change of missing values as drift', () => {
    const before = Float64Array.from({ length: 200 }, (_, i) => i % 7);
    const after = before.map((value, i) => (i % 2 === 0 ? NaN : value));
    const [row] = featureDrift({ gap: before }, { gap: after });
    expect(row).toMatchObject({ missingReference: 0, missingCurrent: 0.5, isSignificant: true });
    expect(row.statistic).toBeCloseTo(0.5, 12);
    const [empty] = featureDrift({ gap: [NaN, NaN] }, { gap: [NaN] });
    expect(empty).toMatchObject({ psi: 0, psiByChance: 0, statistic: 0, pValue: 1 });
  });

  it('answers one sample, and values all equal', () => {
    const [one] = featureDrift({ a: [1] }, { a: [2] });
    expect(one.pValue).toBe(1);
    const [equal] = featureDrift({ a: [1, 1, 1] }, { a: [1, 1] });
    expect(equal).toMatchObject({ psi: 0, psiByChance: 0, pValue: 1, isSignificant: false });
  });

  it.each([
    [{}, { a: [1] }, 'reference must have a column, got none'],
    [{ a: [1] }, { b: [1] }, 'current must have column a, got b'],
    [{ a: [1] }, { a: [1], b: [1] }, 'reference must have column b, got a'],
    [{ a: [1, 2], b: [1] }, { a: [1], b: [1] }, 'reference, b, must have 2 values as a, got 1'],
    [{ a: [] }, { a: [1] }, 'a, reference must not be empty'],
    [{ a: [1] }, { a: [Infinity] }, 'a, current[0] must be finite'],
    [{ a: ['x'] }, { a: [1] }, 'a, current[0] must be a string, got number'],
    [null, { a: [1] }, 'reference must be columns by name, got null'],
  ])('refuses %j beside %j', (reference, current, message) => {
    expect(() => featureDrift(reference as never, current as never)).toThrow(message);
  });
});
