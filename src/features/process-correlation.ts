import { checkSamples, type Matrix } from '../matrix';

/**
 * Pearson's correlation between any two features.
 *
 * A constant feature has 0 with all, itself included, as it goes along with nothing. Of samples that follow each other in time it
 * describes and tests nothing: two slow features correlate by chance alone.
 *
 * @returns shape `[nFeatures, nFeatures]`, in [-1, 1], symmetric.
 * @throws {RangeError} if there are no samples, or a value is not finite.
 */
export function featureCorrelation(samples: Matrix): Matrix {
  checkSamples(samples);
  const { data, nFeatures: n } = samples;
  const { means, lengths } = centresOf(samples);
  const sums = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let start = 0; start < data.length; start += n) {
    for (let j = 0; j < n; j++) {
      row[j] = lengths[j] === 0 ? 0 : (data[start + j] - means[j]) / lengths[j];
    }
    for (let j = 0; j < n; j++) {
      const value = row[j];
      for (let k = 0; k <= j; k++) sums[j * n + k] += value * row[k];
    }
  }
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      sums[j * n + k] = Math.max(-1, Math.min(1, sums[j * n + k])); // rounding
      sums[k * n + j] = sums[j * n + k];
    }
    sums[j * n + j] = lengths[j] === 0 ? 0 : 1;
  }
  return { data: sums, nSamples: n, nFeatures: n };
}

/** Mean, and length of what is left without it; 0 where all values are equal. */
function centresOf({ data, nSamples, nFeatures: n }: Matrix) {
  const means = new Float64Array(n);
  const squares = new Float64Array(n);
  const varies = new Uint8Array(n);
  for (let start = 0; start < data.length; start += n) {
    for (let j = 0; j < n; j++) means[j] += data[start + j] / nSamples;
  }
  for (let start = 0; start < data.length; start += n) {
    for (let j = 0; j < n; j++) {
      squares[j] += (data[start + j] - means[j]) ** 2;
      if (data[start + j] !== data[j]) varies[j] = 1;
    }
  }
  return { means, lengths: squares.map((sum, j) => (varies[j] ? Math.sqrt(sum) : 0)) };
}
