import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortNumbers } from '../../src/features/sort-numbers';
import { createRandom } from '../../src/random';

const random = createRandom(1);
const drawn = (draw: () => number, n = 3000) => Float64Array.from({ length: n }, draw);

describe('sortNumbers', () => {
  it.each([
    ['spread evenly', drawn(() => random.uniform())],
    ['in a bell', drawn(() => random.normal())],
    ['with a far one', drawn(() => random.normal()).fill(1e12, 0, 1)],
    ['with far tails', drawn(() => Math.exp(8 * random.normal()))],
    ['few different', drawn(() => random.integer(3))],
    ['all equal', drawn(() => 7)],
    ['one apart', drawn(() => 0).fill(1, 5, 6)],
    ['wider than a double', drawn(() => (2 * random.uniform() - 1) * 1.7e308)],
    ['smaller than any normal', drawn(() => random.integer(100) * 5e-324)],
    ['downwards', drawn(() => 0).map((_, i) => -i)],
    ['few', drawn(() => random.normal(), 7)],
    ['none', new Float64Array(0)],
  ])('sorts numbers as the language does: %s', (_, values) => {
    const expected = Float64Array.from(values).sort();
    expect(sortNumbers(values)).toBe(values);
    expect(values).toEqual(expected);
  });

  it('sorts any finite numbers', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 200 }), (list) => {
        const values = Float64Array.from({ length: 2100 }, (_, i) => list[i % list.length] + 0);
        expect(sortNumbers(Float64Array.from(values))).toEqual(values.sort());
      }),
      { numRuns: 50 },
    );
  });
});
