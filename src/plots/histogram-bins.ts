import { meanOf } from '../features/mean';

/** The bins of a histogram. */
export interface Bins {
  /** Ascending, shape `[nBins + 1]`. */
  readonly edges: Float64Array;
  readonly scale: 'linear' | 'log';
}

const DENSITY_POINTS = 200;

/**
 * Bins that all groups share: of equal width, or of equal ratio on a log scale.
 *
 * Source: Freedman and Diaconis 1981 for the default width, here kept between 10 and 60 bins.
 *
 * @throws {RangeError} if `nBins` is not a positive integer, or a value not positive on a log scale.
 */
export function binEdges(
  groups: readonly ArrayLike<number>[],
  scale: 'linear' | 'log',
  nBins?: number,
): Bins {
  if (nBins !== undefined && (!Number.isInteger(nBins) || nBins < 1)) {
    throw new RangeError(`nBins must be a positive integer, got ${nBins}`);
  }
  const sorted = sortedOn(scale, groups);
  let low = sorted[0];
  let high = sorted[sorted.length - 1];
  if (low === high) {
    const half = Math.max(Math.abs(low) * 1e-3, 1e-3);
    low -= half;
    high += half;
  }
  const count = nBins ?? defaultBins(sorted, high - low);
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => {
    const position = i === count ? high : low + ((high - low) * i) / count;
    return scale === 'log' ? 10 ** position : position;
  });
  return { edges, scale };
}

/**
 * How many values fall into each bin; the last bin holds its upper edge.
 *
 * @returns shape `[nBins]`.
 */
export function countInBins(values: ArrayLike<number>, edges: Float64Array): Int32Array {
  const counts = new Int32Array(edges.length - 1);
  for (let i = 0; i < values.length; i++) counts[binOf(values[i], edges)]++;
  return counts;
}

/**
 * Gaussian kernel density, in samples a bin, so that it lies over the bars.
 *
 * The values are first gathered on a grid, so that the time does not grow with their square.
 * Source: Silverman 1986, "Density Estimation", eq. 3.31 (bandwidth).
 *
 * @returns 200 points over the bins; heights sum to the number of values over the bins.
 */
export function densityCurve(
  values: ArrayLike<number>,
  { edges, scale }: Bins,
): { x: Float64Array; y: Float64Array } {
  const sorted = sortedOn(scale, [values]);
  const [low, high] = [edges[0], edges[edges.length - 1]].map((edge) => onScale(edge, scale));
  const step = (high - low) / (DENSITY_POINTS - 1);
  const bandwidth = Math.max(silverman(sorted), step);
  const grid = new Float64Array(DENSITY_POINTS);
  for (const value of sorted) grid[Math.round((value - low) / step)]++;
  const binWidth = (high - low) / (edges.length - 1);
  const height = binWidth / (bandwidth * Math.sqrt(2 * Math.PI));
  const y = grid.map((_, i) => {
    let sum = 0;
    grid.forEach((count, j) => {
      if (count > 0) sum += count * Math.exp(-0.5 * (((i - j) * step) / bandwidth) ** 2);
    });
    return sum * height;
  });
  const x = y.map((_, i) => (scale === 'log' ? 10 ** (low + i * step) : low + i * step));
  return { x, y };
}

function onScale(value: number, scale: 'linear' | 'log'): number {
  return scale === 'log' ? Math.log10(value) : value;
}

function sortedOn(scale: 'linear' | 'log', groups: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(groups.reduce((sum, group) => sum + group.length, 0));
  let offset = 0;
  for (const group of groups) {
    all.set(group, offset);
    offset += group.length;
  }
  all.sort();
  if (scale === 'linear') return all;
  if (all[0] <= 0) throw new RangeError(`values must be positive on a log scale, got ${all[0]}`);
  return all.map(Math.log10);
}

function defaultBins(sorted: Float64Array, span: number): number {
  const width = (2 * interquartileRange(sorted)) / Math.cbrt(sorted.length);
  const count = width > 0 ? Math.ceil(span / width) : Math.ceil(Math.sqrt(sorted.length));
  return Math.min(60, Math.max(10, count));
}

function silverman(sorted: Float64Array): number {
  const mean = meanOf(sorted);
  const square = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(square / Math.max(1, sorted.length - 1));
  const spread = Math.min(deviation, interquartileRange(sorted) / 1.34 || deviation);
  return 0.9 * spread * sorted.length ** -0.2;
}

function interquartileRange(sorted: Float64Array): number {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return at(0.75) - at(0.25);
}

/** The last bin whose lower edge is not above the value. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}
