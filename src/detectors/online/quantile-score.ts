import { quantileOfSorted } from '../../features/quantile';
import { countBelow, countUpTo } from '../../features/sorted-search';

/**
 * How far a value lies from the median, in distances from there to the quartile on its side.
 *
 * Where median and quartile are equal, the next quantile that differs is taken, 1/8, 1/16 and so on, whose distance counts as
 * that of a distribution with exponential tails: 2, 3 and so on.
 *
 * @param sorted ascending.
 */
export function quartileDistance(sorted: Float64Array, value: number): number {
  const median = quantileOfSorted(sorted, 0.5);
  if (value === median) return 0;
  const count = sorted.length;
  const distance = Math.abs(value - median);
  const isAbove = value > median;
  let tail = 0.25;
  for (let units = 1; tail * (count - 1) >= 1; units++) {
    const spread = Math.abs(quantileOfSorted(sorted, isAbove ? 1 - tail : tail) - median);
    if (spread > 0) return units * ratioOf(distance, spread);
    tail /= 2;
  }
  const spread = Math.abs((isAbove ? sorted[count - 1] : sorted[0]) - median);
  if (spread === 0) return Math.log2(count + 1);
  return Math.log2(count) * ratioOf(distance, spread);
}

/**
 * How rare it is to lie as far from the median, on the same side: by how many halvings rarer than to lie on that side at all.
 * Beyond all values, how many times as far as the farthest of them adds to it, by log2.
 *
 * @param sorted ascending.
 */
export function rarity(sorted: Float64Array, value: number): number {
  const count = sorted.length;
  const median = quantileOfSorted(sorted, 0.5);
  if (value === median) return 0;
  const isAbove = value > median;
  const asFar = isAbove ? count - countBelow(sorted, value) : countUpTo(sorted, value);
  const halvings = Math.max(0, Math.log2((count + 1) / (2 * (asFar + 1)))); // the value itself counts as well
  if (asFar > 0) return halvings;
  const farthest = Math.abs((isAbove ? sorted[count - 1] : sorted[0]) - median);
  const beyond = farthest === 0 ? 1 : ratioOf(Math.abs(value - median), farthest);
  return halvings + Math.max(0, Math.log2(beyond));
}

/** Finite, also where a distance or the ratio is more than a double holds. */
function ratioOf(distance: number, spread: number): number {
  const ratio = Math.min(distance, Number.MAX_VALUE) / Math.min(spread, Number.MAX_VALUE);
  return Math.min(ratio, 1e300);
}
