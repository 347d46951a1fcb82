import { batchOf, takeWindows, type Windows } from '../features/window';
import { type Tensor, tensor } from './engine';
import { transpose } from './ops';

/** Some of the windows as a network takes them, shape `[length, indices.length, nFeatures]`. */
export function inputOf(windows: Windows, indices: Int32Array): Tensor {
  const { length, nFeatures } = windows;
  const batch = batchOf(takeWindows(windows, indices), 0, indices.length);
  return transpose(tensor([indices.length, length, nFeatures], batch), [1, 0, 2]);
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
