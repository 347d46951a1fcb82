/**
 * The value below which a share `q` of sorted values lies, interpolated linearly between neighbours.
 *
 * The same to the last digit as NumPy's default (`method='linear'`).
 * Source: Hyndman and Fan 1996, definition 7; NumPy's `_lerp` for the order of operations.
 *
 * @param sorted - Ascending, without NaN.
 * @throws {RangeError} if there are no values, or `q` is not in [0, 1].
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be in [0, 1], got ${q}`);
  if (sorted.length === 0) throw new RangeError('values must not be empty, got 0 values');
  const position = q * (sorted.length - 1);
  const lower = Math.floor(position);
  const a = sorted[lower];
  const b = sorted[Math.min(lower + 1, sorted.length - 1)];
  const share = position - lower;
  if (share === 0) return a; // also where b - a is not finite
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}
