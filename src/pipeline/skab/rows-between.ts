import type { Matrix } from '../../matrix';

/** The samples from `start` up to, not including, `end`, copied; fewer where there are fewer. */
export function rowsBetween({ data, nFeatures }: Matrix, start: number, end: number): Matrix {
  const copy = data.slice(start * nFeatures, end * nFeatures);
  return { data: copy, nSamples: copy.length / nFeatures, nFeatures };
}
