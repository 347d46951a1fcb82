import { checkInteger } from '../../check-options';
import type { Matrix } from '../../matrix';

/**
 * The mean of each sample and those before it, feature by feature; fewer at the start.
 *
 * @param length samples in a window, at least 1.
 * @returns shape `[nSamples, nFeatures]`.
 */
export function trailingMeans(
  { data, nSamples, nFeatures }: Matrix,
  length: number,
  means: Float64Array = new Float64Array(data.length),
): Matrix {
  checkInteger('length', length, 1);
  const recent = new Float64Array(length); // what the means may have been written over
  for (let j = 0; j < nFeatures; j++) {
    let sum = 0;
    for (let i = 0; i < nSamples; i++) {
      const value = data[i * nFeatures + j];
      sum += value;
      if (i >= length) sum -= recent[i % length];
      recent[i % length] = value;
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
