import { countUpTo } from './sorted-search';

/** Equal bins from the least to the largest value. */
export interface Histogram {
  /** Ascending, shape `[nBins + 1]`. */
  readonly edges: Float64Array;
  /** Share of the values in a bin over its width, shape `[nBins]`. */
  readonly densities: Float64Array;
}

/**
 * The density of values in equal bins; a bin holds its lower edge, the last one both.
 *
 * The same to the last digit as NumPy's `histogram(values, nBins, density=True)`. Values in too narrow a range for
 * finite bins (all equal, say) fill the first bin, from the least to the largest, and the others are empty.
 *
 * @throws {RangeError} if the range of the values is not finite.
 */
export function histogramOf(values: Float64Array, nBins: number): Histogram {
  let [least, largest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > largest) largest = values[i];
  }
  const range = largest - least;
  if (!Number.isFinite(range)) {
    throw new RangeError(`values must have a finite range, got ${least} to ${largest}`);
  }
  const step = range / nBins;
  const edges = Float64Array.from({ length: nBins + 1 }, (_, k) => k * step + least);
  edges[nBins] = largest;
  if (!hasFiniteBins(edges)) return oneFullBin(least, largest, nBins);
  const densities = new Float64Array(nBins);
  for (let i = 0; i < values.length; i++) {
    densities[Math.min(countUpTo(edges, values[i]), nBins) - 1]++;
  }
  return {
    edges,
    densities: densities.map((count, k) => count / (edges[k + 1] - edges[k]) / values.length),
  };
}

function hasFiniteBins(edges: Float64Array): boolean {
  return edges.every((edge, k) => k === 0 || Number.isFinite(1 / (edge - edges[k - 1])));
}

/** As dense as a full bin of a range of 1. */
function oneFullBin(least: number, largest: number, nBins: number): Histogram {
  const edges = new Float64Array(nBins + 1).fill(largest);
  edges[0] = least;
  const densities = new Float64Array(nBins);
  densities[0] = nBins;
  return { edges, densities };
}
