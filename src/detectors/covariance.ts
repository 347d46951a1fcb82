import type { Matrix } from '../matrix';

/**
 * The covariance of the features of samples that are centred already.
 *
 * @returns symmetric, shape `[nFeatures, nFeatures]`; divided by `nSamples - 1`, zeros for one sample.
 */
export function covarianceOf({ data, nSamples, nFeatures }: Matrix): Float64Array {
  const sums = new Float64Array(nFeatures * nFeatures);
  for (let start = 0; start < data.length; start += nFeatures) {
    for (let j = 0; j < nFeatures; j++) {
      const value = data[start + j];
      for (let k = j; k < nFeatures; k++) sums[j * nFeatures + k] += value * data[start + k];
    }
  }
  const divisor = Math.max(nSamples - 1, 1);
  for (let j = 0; j < nFeatures; j++) {
    for (let k = j; k < nFeatures; k++) {
      const value = sums[j * nFeatures + k] / divisor;
      sums[j * nFeatures + k] = sums[k * nFeatures + j] = value;
    }
  }
  return sums;
}
