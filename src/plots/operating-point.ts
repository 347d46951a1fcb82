/**
 * The point of a curve at which scores of at least `threshold` are flagged.
 *
 * @param thresholds of the curve's points, in any order.
 * @returns index of the lowest of them that is not below `threshold`; undefined if there is none.
 */
export function operatingPoint(
  thresholds: ArrayLike<number>,
  threshold: number | undefined,
): number | undefined {
  if (threshold === undefined) return undefined;
  let best: number | undefined;
  for (let i = 0; i < thresholds.length; i++) {
    const reached = thresholds[i] >= threshold;
    if (reached && (best === undefined || thresholds[i] < thresholds[best])) best = i;
  }
  return best;
}
