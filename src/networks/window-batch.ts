import type { Windows } from '../features/window';
import { type Tensor, tensor } from './engine';
import { transpose } from './ops';

/**
 * Some of the windows as a network takes them, time-major, padded where they reach before a run.
 *
 * @returns shape `[length, indices.length, nFeatures]`.
 */
export function inputOf(windows: Windows, indices: Int32Array): Tensor {
  const { samples, length, nFeatures, ends, previous } = windows;
  const nBatch = indices.length;
  const batch = new Float32Array(length * nBatch * nFeatures);
  for (let i = 0; i < nBatch; i++) {
    let sample = ends[indices[i]];
    for (let step = length - 1; step >= 0; step--) {
      const from = sample * nFeatures;
      const to = (step * nBatch + i) * nFeatures;
      for (let j = 0; j < nFeatures; j++) batch[to + j] = samples.data[from + j];
      if (previous[sample] >= 0) sample = previous[sample];
    }
  }
  return tensor([length, nBatch, nFeatures], batch);
}

/** A network's output for windows as they are laid out outside, shape `[nWindows, length, nFeatures]`. */
export function sampleMajor(output: Tensor): Tensor {
  return transpose(output, [1, 0, 2]);
}

/** Samples of windows in a batch of which nothing is learned: its memory depends on it. */
const SAMPLES_IN_BATCH = 16_384;

/** Windows in a batch of which nothing is learned. */
export function evaluationBatch({ length }: Windows): number {
  return Math.max(1, Math.min(1024, Math.floor(SAMPLES_IN_BATCH / length)));
}
