/**
 * Ranks from 1, the lowest value first; equal values share the mean of their ranks.
 *
 * @returns shape `[values.length]`.
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2;
  }
  return ranks;
}

/**
 * How far ties shrink the variance of ranks: the sum over runs of equal ranks of t³ - t.
 */
export function tieCorrection(ranks: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < ranks.length; i++) counts.set(ranks[i], (counts.get(ranks[i]) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += count ** 3 - count;
  return sum;
}
