import { countBelow } from '../../features/sorted-search';

/** The last values of a series, in order of size. */
export interface SortedWindow {
  /** How many there are, at most the size. */
  readonly count: number;
  /** Ascending; the first `count` are values. */
  readonly sorted: Float64Array;
  /** Adds a value in place of the oldest, where it is full. */
  add(value: number): void;
  /** The oldest first. */
  values(): number[];
}

/** A window of `size` values. Memory: 16 bytes a value; a value costs two searches and one move of memory. */
export function createSortedWindow(size: number): SortedWindow {
  const sorted = new Float64Array(size);
  const inTurn = new Float64Array(size);
  let count = 0;
  let next = 0;

  const replace = (old: number, value: number) => {
    const from = countBelow(sorted, old);
    const to = countBelow(sorted, value);
    if (to > from) {
      sorted.copyWithin(from, from + 1, to);
      sorted[to - 1] = value;
    } else {
      sorted.copyWithin(to + 1, to, from);
      sorted[to] = value;
    }
  };
  return {
    get count() {
      return count;
    },
    sorted,
    add: (value) => {
      if (count === size) {
        replace(inTurn[next], value);
      } else {
        const at = countBelow(sorted, value, 0, count);
        sorted.copyWithin(at + 1, at, count);
        sorted[at] = value;
        count++;
      }
      inTurn[next] = value;
      next = (next + 1) % size;
    },
    values: () =>
      count < size
        ? Array.from(inTurn.subarray(0, count))
        : [...inTurn.subarray(next), ...inTurn.subarray(0, next)],
  };
}
