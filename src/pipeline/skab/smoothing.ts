import { checkInteger } from '../../check-options';
import type { Matrix } from '../../matrix';

/**
 * The mean of each sample and those before it, feature by feature; fewer at the start.
 *
 * @param length samples in a window, at least 1.
 * @returns shape `[nSamples, nFeatures]`.
 */
export function trailingMeans({ data, nSamples, nFeatures }: Matrix, length: number): Matrix {
  checkInteger('length', length, 1);
  const means = new Float64Array(data.length);
  for (let j = 0; j < nFeatures; j++) {
    let sum = 0;
    for (let i = 0; i < nSamples; i++) {
      sum += data[i * nFeatures + j];
      if (i >= length) sum -= data[(i - length) * nFeatures + j];
      means[i * nFeatures + j] = sum / Math.min(i + 1, length);
    }
  }
  return { data: means, nSamples, nFeatures };
}

/**
 * The median of each score and those before it; fewer at the start, the lower of two in the middle.
 *
 * @param length scores in a window, at least 1.
 * @returns shape `[nSamples]`.
 */
export function trailingMedians(scores: ArrayLike<number>, length: number): Float64Array {
  checkInteger('length', length, 1);
  const all = Float64Array.from(scores);
  return all.map((_, i) => {
    const window = all.slice(Math.max(0, i - length + 1), i + 1).sort();
    return window[(window.length - 1) >> 1];
  });
}
