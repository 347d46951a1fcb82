import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankBelow, rankUpTo, rankValues } from '../../src/features/ranked-values';
import { countBelow, countUpTo } from '../../src/features/sorted-search';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });

it.each([
  ['any numbers', number],
  ['few numbers that repeat', fc.integer({ min: -3, max: 3 })],
  [
    'a crowd and a number far out',
    fc.oneof(fc.double({ min: 0, max: 1e-9, noNaN: true }), fc.constant(1e300)),
  ],
])('finds the places that a search finds, in %s', (_, value) => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.array(value),
      (own, others) => {
        const sorted = Float64Array.from(own).sort();
        const ranked = rankValues(sorted);
        for (const each of [...own, ...others]) {
          const below = rankBelow(ranked, each);
          expect(below).toBe(countBelow(sorted, each));
          expect(rankUpTo(ranked, each, below)).toBe(countUpTo(sorted, each));
        }
      },
    ),
  );
});
