import { gammaShareAbove } from '../../metrics/gamma';
import type { Counts } from './tally';

/**
 * Whether two samples have the same shares of some categories: Pearson's chi-squared test.
 *
 * Approximate where fewer than about five are expected of a category.
 * Source: Pearson 1900; degrees of freedom by Fisher 1922.
 *
 * @returns a p-value of 1 where there is one category.
 */
export function homogeneityTest({ reference, current }: Counts): {
  statistic: number;
  pValue: number;
} {
  const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);
  const [n, m] = [total(reference), total(current)];
  let statistic = 0;
  let nCategories = 0;
  for (let i = 0; i < reference.length; i++) {
    const both = reference[i] + current[i];
    if (both === 0) continue;
    nCategories++;
    statistic += (reference[i] * m - current[i] * n) ** 2 / (both * n * m);
  }
  const pValue = nCategories < 2 ? 1 : gammaShareAbove((nCategories - 1) / 2, statistic / 2);
  return { statistic, pValue };
}
