import { checkBoolean, checkInteger } from '../../check-options';
import type { Random } from '../../random';

/** How samples are drawn anew. */
export interface ResampleOptions {
  /** Draws as many anomalies and as many normal samples as there are. Default false. */
  readonly stratified?: boolean;
  /**
   * Draws runs of this many consecutive samples, for a series in time order. Default 1: samples one
   * by one.
   */
  readonly blockLength?: number;
}

/**
 * A source of resamples: as many indices of samples as there are, drawn with replacement.
 *
 * A resample of one class only is drawn again. Blocks go round from the end to the start.
 *
 * Source: Politis and Romano 1992, A circular block-resampling procedure for stationary data.
 *
 * @param labels - Of both classes, shape `[nSamples]`.
 * @returns a function that fills the same array anew at each call, shape `[nSamples]`.
 * @throws {RangeError} if the block length is no integer in [1, nSamples], or above 1 with
 * `stratified`.
 */
export function createResampler(
  labels: ArrayLike<number>,
  options: ResampleOptions,
  random: Random,
): () => Int32Array {
  const { stratified = false, blockLength = 1 } = options;
  const n = labels.length;
  checkBoolean('stratified', stratified);
  checkInteger('blockLength', blockLength, 1, n);
  if (stratified && blockLength > 1) {
    throw new RangeError('stratified must be false with blocks, which hold both classes, got true');
  }
  if (stratified) return stratifiedDraws(labels, random);
  const indices = new Int32Array(n);
  return () => {
    do drawBlocks(indices, blockLength, random);
    while (isOneClass(indices, labels));
    return indices;
  };
}

function drawBlocks(indices: Int32Array, blockLength: number, random: Random): void {
  const n = indices.length;
  for (let j = 0; j < n; j += blockLength) {
    const start = random.integer(n);
    const end = Math.min(blockLength, n - j);
    for (let step = 0; step < end; step++) indices[j + step] = (start + step) % n;
  }
}

function stratifiedDraws(labels: ArrayLike<number>, random: Random): () => Int32Array {
  const all = Int32Array.from(labels, (_, i) => i);
  const classes = [0, 1].map((label) => all.filter((i) => labels[i] === label));
  const indices = new Int32Array(labels.length);
  return () => {
    let next = 0;
    for (const own of classes) {
      for (let j = 0; j < own.length; j++) indices[next++] = own[random.integer(own.length)];
    }
    return indices;
  };
}

function isOneClass(indices: Int32Array, labels: ArrayLike<number>): boolean {
  const first = labels[indices[0]];
  for (let j = 1; j < indices.length; j++) if (labels[indices[j]] !== first) return false;
  return true;
}
