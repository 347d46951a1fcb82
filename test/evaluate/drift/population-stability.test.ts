import { describe, expect, it } from 'vitest';
import { populationStabilityIndex } from '../../../src/evaluate/drift/population-stability';
import { createRandom } from '../../../src/random';
import golden from '../../golden/drift.json';

const psi = populationStabilityIndex;
const times = <T>(n: number, value: T): T[] => new Array<T>(n).fill(value);

describe('populationStabilityIndex', () => {
  it.each(golden.stability)("is NumPy's of $reference.length in $nBins bins", (known) => {
    const { reference, current, nBins, index } = known;
    expect(psi(reference, current, { nBins })).toBeCloseTo(index, 10);
  });

  it('is the symmetric divergence of the shares', () => {
    const terms = (0.75 - 0.5) * Math.log(1.5) + (0.25 - 0.5) * Math.log(0.5);
    expect(psi(['a', 'b'], ['a', 'a', 'a', 'b'])).toBeCloseTo(terms, 12);
    expect(psi(['a', 'a', 'a', 'b'], ['a', 'b'])).toBeCloseTo(terms, 12);
    expect(psi([0, 1], [0, 0, 0, 1])).toBeCloseTo(terms, 12);
  });

  it('is 0 of equal shares, and of a constant', () => {
    expect(psi([1, 2, 3, 4], [1, 1, 2, 2, 3, 3, 4, 4])).toBe(0);
    expect(psi(times(20, 7), times(5, 7))).toBe(0);
    expect(psi([-0, -0], [0, 0])).toBe(0);
  });

  it('sees a rare value that becomes frequent, on either side of a frequent one', () => {
    for (const rare of [-1, 1]) {
      const reference = [...times(95, 0), ...times(5, rare)];
      const current = [...times(50, 0), ...times(50, rare)];
      expect(psi(reference, current)).toBeCloseTo(0.45 * Math.log(10) + 0.45 * Math.log(1.9), 10);
    }
  });

  it('sees values beyond a constant, on either side', () => {
    for (const other of [-1, 1]) {
      const expected = 0.5 * Math.log(2) + (0.5 - 0.5 / 20) * Math.log(20);
      expect(psi(times(20, 0), [0, 0, other, other])).toBeCloseTo(expected, 12);
    }
  });

  it('counts half a sample in an empty bin', () => {
    const expected = (0.05 - 0.5) * Math.log(0.1) + (1 - 0.5) * Math.log(2);
    expect(psi([0, 1], times(10, 1))).toBeCloseTo(expected, 12);
  });

  it('has missing values in a bin of their own', () => {
    const terms = 0.5 * Math.log(0.5 / 0.1) + 0.5 * Math.log(1 / 0.5);
    const reference = times(5, 1);
    expect(psi(reference, [1, NaN, 1, NaN])).toBeCloseTo(terms - 0.1 * Math.log(5), 12);
    expect(psi(times(5, 'a'), ['a', null, 'a', null])).toBeCloseTo(
      psi(reference, [1, NaN, 1, NaN]),
    );
    expect(psi([NaN, NaN], [NaN])).toBe(0);
    expect(psi([NaN], [1, 2, 3])).toBeGreaterThan(1);
  });

  it('puts new and rare categories together', () => {
    const reference = [...times(50, 'a'), ...times(40, 'b'), ...times(5, 'c'), ...times(5, 'd')];
    const swapped = reference.map((value) => (value === 'd' ? 'new' : value));
    expect(psi(reference, swapped, { nBins: 2 })).toBe(0);
    expect(psi(reference, swapped)).toBeGreaterThan(0.1);
  });

  it('is about what is expected of samples without drift', () => {
    const random = createRandom(5);
    const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());
    let sum = 0;
    for (let i = 0; i < 200; i++) sum += psi(normals(500), normals(800));
    const expected = 9 * (1 / 500 + 1 / 800);
    expect(sum / 200 / expected).toBeGreaterThan(0.9);
    expect(sum / 200 / expected).toBeLessThan(1.1);
  });

  it.each([
    [() => psi([], [1]), 'column, reference must not be empty, got 0 values'],
    [
      () => psi([1], [Infinity]),
      'column, current[0] must be finite, or NaN if missing, got Infinity',
    ],
    [() => psi(['a'], [1]), 'column, current[0] must be a string, got number'],
    [() => psi([1], [null]), 'column, reference[0] must be a string, got number'],
    [() => psi([1, 'a' as never], [1]), 'column, reference[0] must be a string, got number'],
    [() => psi([undefined as never], [1]), 'column, reference[0] must be a number, got undefined'],
    [() => psi(5 as never, [1]), 'column, reference must be a list, got 5'],
    [() => psi([1], [1], { nBins: 1 }), 'nBins must be an integer of at least 2, got 1'],
  ])('refuses %s', (call, message) => {
    expect(call).toThrow(message);
  });
});
