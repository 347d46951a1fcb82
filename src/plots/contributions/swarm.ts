/** Half the height of a row's swarm; rows are 1 apart. */
const HALF_HEIGHT = 0.42;
/** How far points lie apart where there is room. */
const WIDEST_STEP = 0.1;
const N_BINS = 100;

/**
 * Vertical offsets that part points of about one position, alternately up and down.
 *
 * @param low least position of the axis; @param high greatest.
 * @returns in [-0.42, 0.42], shape `[nPoints]`.
 */
export function swarmOffsets(values: ArrayLike<number>, low: number, high: number): Float64Array {
  const counts = new Int32Array(N_BINS);
  const layers = Int32Array.from(values, (value) => {
    const share = high > low ? (value - low) / (high - low) : 0;
    return counts[Math.min(N_BINS - 1, Math.floor(share * N_BINS))]++;
  });
  const most = counts.reduce((highest, count) => Math.max(highest, count), 1);
  const step = Math.min(WIDEST_STEP, (2 * HALF_HEIGHT) / most);
  return Float64Array.from(layers, (layer) => {
    const side = layer % 2 === 0 ? -1 : 1;
    return side * Math.ceil(layer / 2) * step;
  });
}

/**
 * Which points of a swarm to draw: evenly along the sorted values, so that it keeps its shape and ends.
 *
 * @returns indices by value; all of them up to `limit` values.
 */
export function thinSwarm(values: ArrayLike<number>, limit: number): Int32Array {
  const sorted = Int32Array.from({ length: values.length }, (_, i) => i);
  sorted.sort((a, b) => values[a] - values[b]);
  if (sorted.length <= limit) return sorted;
  const step = (sorted.length - 1) / (limit - 1);
  return Int32Array.from({ length: limit }, (_, i) => sorted[Math.round(i * step)]);
}
