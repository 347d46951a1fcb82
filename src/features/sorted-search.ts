/**
 * How many of the sorted values are less than `value`.
 *
 * @param sorted - Ascending, without NaN.
 * @param from - A number of values that are known to be less. Default 0.
 * @param to - A number of values beyond which none is less. Default all.
 */
export function countBelow(
  sorted: Float64Array,
  value: number,
  from = 0,
  to: number = sorted.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many of the sorted values are not greater than `value`.
 *
 * @param sorted - Ascending, without NaN.
 * @param from - A number of values that are known not to be greater. Default 0.
 */
export function countUpTo(sorted: Float64Array, value: number, from = 0): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
