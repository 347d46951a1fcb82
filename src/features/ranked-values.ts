import { countBelow, countUpTo } from './sorted-search';

/** Sorted values with a grid over them, from which a search starts near its end. */
export interface RankedValues {
  /** Ascending. */
  readonly sorted: Float64Array;
  readonly lowest: number;
  /** Cells a unit of value; 0 where one cell holds all. */
  readonly scale: number;
  /** How many values lie in cells before each, shape `[nCells + 1]`. */
  readonly starts: Int32Array;
}

/**
 * Lays a grid of as many cells as values over sorted values.
 *
 * @param sorted - Ascending, finite, at least one.
 */
export function rankValues(sorted: Float64Array): RankedValues {
  const nCells = sorted.length;
  const lowest = sorted[0];
  const perUnit = nCells / (sorted[nCells - 1] - lowest);
  const scale = Number.isFinite(perUnit) ? perUnit : 0;
  const starts = new Int32Array(nCells + 1);
  for (let i = 0; i < nCells; i++) starts[cellOf(sorted[i], lowest, scale, nCells) + 1]++;
  for (let cell = 0; cell < nCells; cell++) starts[cell + 1] += starts[cell];
  return { sorted, lowest, scale, starts };
}

/** Of a value between the lowest and the highest; never falls while the value rises. */
function cellOf(value: number, lowest: number, scale: number, nCells: number): number {
  return scale === 0 ? 0 : Math.min(Math.floor((value - lowest) * scale), nCells - 1);
}

/** How many of the values are less than `value`. */
export function rankBelow({ sorted, lowest, scale, starts }: RankedValues, value: number): number {
  const n = sorted.length;
  if (!(value > lowest)) return 0;
  if (value > sorted[n - 1]) return n;
  const cell = cellOf(value, lowest, scale, n);
  const end = starts[cell + 1];
  let low = starts[cell];
  if (end - low > FEW) return countBelow(sorted, value, low, end);
  while (low < end && sorted[low] < value) low++;
  return low;
}

/** How many of the values are not greater than `value`, where `below` of them are less. */
export function rankUpTo({ sorted }: RankedValues, value: number, below: number): number {
  if (sorted[below] !== value) return below;
  if (sorted[below + 1] !== value) return below + 1;
  return countUpTo(sorted, value, below);
}

/** Values in a cell up to which one by one is faster than by halves. */
const FEW = 8;
