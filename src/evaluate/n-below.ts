/** How many ascending values are below a value. */
export function nBelow(sorted: Float64Array, value: number): number {
  return countWhile(sorted, (other) => other < value);
}

/** How many ascending values are at most a value. */
export function nUpTo(sorted: Float64Array, value: number): number {
  return countWhile(sorted, (other) => other <= value);
}

/** How many values at the front hold, by bisection. */
function countWhile(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
