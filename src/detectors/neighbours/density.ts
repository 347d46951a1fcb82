import type { Nearest } from './search';

/** What is known of each training sample. */
export interface Densities {
  /** Distance to the k-th neighbour, shape `[nSamples]`. */
  readonly kDistances: Float64Array;
  /** Local reachability density, shape `[nSamples]`. */
  readonly densities: Float64Array;
}

/** Added to a mean distance, so that equal samples have a density: as in scikit-learn. */
const LEAST_DISTANCE = 1e-10;

/**
 * Local reachability densities of samples from their k neighbours: 1 over the mean reachability distance.
 *
 * Source: Breunig, Kriegel, Ng and Sander 2000, definitions 5 and 6.
 *
 * @param kDistances of the training samples.
 * @returns shape `[nQueries]`, in (0, 1e10].
 */
export function reachabilityDensities(
  { distances, rows }: Nearest,
  kDistances: Float64Array,
  k: number,
): Float64Array {
  return new Float64Array(rows.length / k).map((_, i) => {
    let sum = 0;
    for (let n = i * k; n < (i + 1) * k; n++) sum += Math.max(distances[n], kDistances[rows[n]]);
    return 1 / (sum / k + LEAST_DISTANCE);
  });
}

/**
 * Local outlier factors: the mean density of a sample's k neighbours over its own.
 *
 * Source: Breunig, Kriegel, Ng and Sander 2000, definition 7.
 *
 * @returns shape `[nQueries]`; about 1 inside a cluster, higher is more anomalous.
 */
export function localOutlierFactors(
  nearest: Nearest,
  { kDistances, densities }: Densities,
  k: number,
): Float64Array {
  return reachabilityDensities(nearest, kDistances, k).map((density, i) => {
    let sum = 0;
    for (let n = i * k; n < (i + 1) * k; n++) sum += densities[nearest.rows[n]];
    return sum / k / density;
  });
}
