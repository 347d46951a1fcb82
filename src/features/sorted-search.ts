/**
 * How many of the sorted values are less than `value`.
 *
 * @param sorted - Ascending, without NaN.
 */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
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
