import type { Matrix } from '../matrix';

/**
 * One feature of every sample, copied.
 *
 * @returns shape `[nSamples]`.
 */
export function columnOf(samples: Matrix, feature: number): Float64Array {
  const { data, nSamples, nFeatures } = samples;
  const column = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) column[i] = data[i * nFeatures + feature];
  return column;
}
