import type { Matrix } from '../matrix';

/** Equal bins of every feature, from its least to its largest value. */
export interface Bins {
  readonly nBins: number;
  /** Ascending within a feature, one feature behind the other, shape `[nFeatures, nBins + 1]`. */
  readonly edges: Float64Array;
  /** Bins in one unit of the feature; 0 where all its values lie in the first bin, shape `[nFeatures]`. */
  readonly perUnit: Float64Array;
}

/**
 * Bins over the range of each feature, to the last bit as NumPy's `histogram` makes them.
 *
 * Where the range is too narrow for bins (all values equal, say), the first bin takes all of it.
 *
 * @throws {RangeError} if a feature's range is not finite.
 */
export function equalBins(samples: Matrix, nBins: number): Bins {
  const { nFeatures } = samples;
  const { least, largest } = rangesOf(samples);
  const edges = new Float64Array(nFeatures * (nBins + 1));
  for (let j = 0; j < nFeatures; j++) {
    const range = largest[j] - least[j];
    if (!Number.isFinite(range)) {
      throw new RangeError(
        `feature ${j} must have a finite range, got ${least[j]} to ${largest[j]}`,
      );
    }
    const own = edges.subarray(j * (nBins + 1), (j + 1) * (nBins + 1));
    for (let k = 0; k < nBins; k++) own[k] = k * (range / nBins) + least[j];
    own[nBins] = largest[j];
    if (!hasFiniteBins(own)) own.fill(largest[j], 1);
  }
  return binsOf(edges, nBins);
}

/** Bins whose edges are known. */
export function binsOf(edges: Float64Array, nBins: number): Bins {
  const perUnit = new Float64Array(edges.length / (nBins + 1));
  for (let j = 0; j < perUnit.length; j++) {
    const first = j * (nBins + 1);
    const last = first + nBins;
    const isOneBin = edges[first + 1] === edges[last];
    perUnit[j] = isOneBin ? 0 : nBins / (edges[last] - edges[first]);
  }
  return { nBins, edges, perUnit };
}

/**
 * The bin that a value is about in, from 0 to `nBins - 1`: at most one away from the bin that it is in.
 */
export function nearbyBin({ nBins, edges, perUnit }: Bins, feature: number, value: number): number {
  const place = (value - edges[feature * (nBins + 1)]) * perUnit[feature];
  return place < nBins - 1 ? (place > 0 ? place | 0 : 0) : nBins - 1;
}

/**
 * The share of a feature's samples in each bin over its width; a bin holds its lower edge, the last one both.
 *
 * The same to the last bit as NumPy's `histogram(..., density=True)`. Where the first bin takes a whole range, it is as
 * dense as a full bin of a range of 1.
 *
 * @returns shape `[nFeatures, nBins]`.
 */
export function densitiesOf(bins: Bins, samples: Matrix): Float64Array {
  const { nBins, edges, perUnit } = bins;
  return countsOf(bins, samples).map((count, place) => {
    const [j, k] = [Math.floor(place / nBins), place % nBins];
    if (perUnit[j] === 0) return k === 0 ? nBins : 0;
    const lower = j * (nBins + 1) + k;
    return count / (edges[lower + 1] - edges[lower]) / samples.nSamples;
  });
}

/** Samples in each bin, shape `[nFeatures, nBins]`. */
function countsOf(bins: Bins, { data, nFeatures }: Matrix): Float64Array {
  const { nBins, edges } = bins;
  const counts = new Float64Array(nFeatures * nBins);
  for (let start = 0; start < data.length; start += nFeatures) {
    for (let j = 0; j < nFeatures; j++) {
      const value = data[start + j];
      let bin = nearbyBin(bins, j, value);
      const lower = j * (nBins + 1) + bin;
      if (value < edges[lower]) bin--;
      else if (value >= edges[lower + 1] && bin < nBins - 1) bin++;
      counts[j * nBins + bin]++;
    }
  }
  return counts;
}

function rangesOf({ data, nFeatures }: Matrix) {
  const least = new Float64Array(nFeatures).fill(Infinity);
  const largest = new Float64Array(nFeatures).fill(-Infinity);
  for (let start = 0; start < data.length; start += nFeatures) {
    for (let j = 0; j < nFeatures; j++) {
      const value = data[start + j];
      if (value < least[j]) least[j] = value;
      if (value > largest[j]) largest[j] = value;
    }
  }
  return { least, largest };
}

function hasFiniteBins(edges: Float64Array): boolean {
  return edges.every((edge, k) => k === 0 || Number.isFinite(1 / (edge - edges[k - 1])));
}
