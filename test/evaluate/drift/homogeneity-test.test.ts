import { expect, it } from 'vitest';
import { homogeneityTest } from '../../../src/evaluate/drift/homogeneity-test';
import golden from '../../golden/drift.json';

const test = ([reference, current]: readonly (readonly number[])[]) =>
  homogeneityTest({
    reference: Float64Array.from(reference),
    current: Float64Array.from(current),
  });

it.each(golden.homogeneity)("is SciPy's chi-squared test of $counts", (known) => {
  const { statistic, pValue } = test(known.counts);
  expect(statistic).toBeCloseTo(known.statistic, 10);
  expect(pValue).toBeCloseTo(known.pValue, 10);
});

it('leaves out what neither sample has, and sees nothing in one category', () => {
  expect(
    test([
      [5, 0, 3],
      [2, 0, 9],
    ]),
  ).toEqual(
    test([
      [5, 3],
      [2, 9],
    ]),
  );
  expect(test([[5], [9]])).toEqual({ statistic: 0, pValue: 1 });
});
