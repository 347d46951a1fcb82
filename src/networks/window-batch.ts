import type { Windows } from '../features/window';
import { type Tensor, tensor } from './engine';
import { transpose } from './ops';

/**
 * Some of the windows as a network takes them, time-major, padded where they reach before a run.
 *
 * @returns shape `[length, indices.length, nFeatures]`.
 */
export function inputOf(windows: Windows, indices: Int32Array): Tensor {
  const values = isOneRun(windows, indices)
    ? runValues(windows, indices)
    : eachValues(windows, indices);
  return tensor([windows.length, indices.length, windows.nFeatures], values);
}

/** Whether each window is the one before moved on by one sample, so that its steps lie one behind the other. */
function isOneRun({ ends, length, previous }: Windows, indices: Int32Array): boolean {
  if (indices.some((index, i) => ends[index] !== ends[indices[0]] + i)) return false;
  const first = ends[indices[0]] - length + 1;
  if (first < 0) return false; // padded
  const last = ends[indices[0]] + indices.length - 1;
  for (let sample = last; sample > first; sample--) {
    if (previous[sample] !== sample - 1) return false;
  }
  return true;
}

/** Of a run of windows each step is one block of samples. */
function runValues(
  { samples, length, nFeatures, ends }: Windows,
  indices: Int32Array,
): Float32Array {
  const first = ends[indices[0]] - length + 1;
  const end = ends[indices[0]] + indices.length;
  const block = Float32Array.from(samples.data.subarray(first * nFeatures, end * nFeatures));
  const size = indices.length * nFeatures;
  const batch = new Float32Array(length * size);
  for (let step = 0; step < length; step++) {
    batch.set(block.subarray(step * nFeatures, step * nFeatures + size), step * size);
  }
  return batch;
}

function eachValues(windows: Windows, indices: Int32Array): Float32Array {
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
  return batch;
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
