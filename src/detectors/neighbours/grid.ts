import type { Matrix } from '../../matrix';

/**
 * Whole numbers near the samples: their products are exact in 16 bits, and many at a time.
 *
 * A sample's residual is its distance from its grid point, so by the triangle inequality two grid
 * points lie no further apart than their samples and both residuals: a bound that holds on any grid.
 */
export interface Grid {
  /** Where the grid has its origin, shape `[nFeatures]`. */
  readonly centre: Float64Array;
  /** Grid steps in a unit. */
  readonly scale: number;
  /** Largest coordinate; what lies beyond is drawn in, and has a large residual. */
  readonly bound: number;
}

/** As many samples, evenly drawn, decide on the grid. */
const N_DRAWN = 251;

/** A grid as fine as 32-bit sums allow that holds all but the most extreme samples. */
export function chooseGrid({ data, nSamples, nFeatures }: Matrix): Grid {
  const n = Math.min(nSamples, N_DRAWN);
  const offsets = Int32Array.from(
    { length: n },
    (_, i) => Math.floor((i * nSamples) / n) * nFeatures,
  );
  const centre = new Float64Array(nFeatures);
  const extents = new Float64Array(n);
  for (let j = 0; j < nFeatures; j++) {
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) column[i] = data[offsets[i] + j];
    centre[j] = column.sort()[n >> 1];
    for (let i = 0; i < n; i++) {
      extents[i] = Math.max(extents[i], Math.abs(data[offsets[i] + j] - centre[j]));
    }
  }
  extents.sort();
  // A squared length and twice a product stay below 2 ** 31, a doubled coordinate below 2 ** 15.
  const bound = Math.min(16383, Math.floor(Math.sqrt(2 ** 31 / (3.01 * nFeatures))));
  const scale = bound / (1.5 * extents[Math.floor(0.99 * (n - 1))] || extents[n - 1]);
  return { centre, scale: scale > 0 && scale < Infinity ? scale : 1, bound };
}

/**
 * Puts a sample on the grid: coordinates times `factor` into `halves`, two beside each other from
 * `begin` on, the next two `step` further.
 *
 * @returns its residual and its squared length, in grid steps.
 */
export function placeOnGrid(
  { centre, scale, bound }: Grid,
  sample: Float64Array,
  factor: number,
  halves: Int16Array,
  begin: number,
  step: number,
): { residual: number; squaredLength: number } {
  let squaredResidual = 0;
  let squaredLength = 0;
  for (let j = 0; j < sample.length; j++) {
    const exact = (sample[j] - centre[j]) * scale;
    const coordinate = Math.max(-bound, Math.min(bound, Math.round(exact)));
    squaredResidual += (exact - coordinate) ** 2;
    squaredLength += coordinate ** 2;
    halves[begin + (j >> 1) * step + (j & 1)] = factor * coordinate;
  }
  return { residual: Math.sqrt(squaredResidual), squaredLength };
}
