import { expect, it } from 'vitest';
import { countBelow, countUpTo } from '../../src/features/sorted-search';

const sorted = Float64Array.of(-1, 2, 2, 2, 7);

it.each([
  [-2, 0, 0],
  [-1, 0, 1],
  [2, 1, 4],
  [3, 4, 4],
  [7, 4, 5],
  [8, 5, 5],
])('finds the place of %d among sorted values', (value, below, upTo) => {
  expect(countBelow(sorted, value)).toBe(below);
  expect(countUpTo(sorted, value)).toBe(upTo);
  expect(countUpTo(sorted, value, below)).toBe(upTo);
});
