import type { FittedAutoencoder } from '../../../detectors/network-autoencoder';
import { compactWindows } from '../../../features/compact-windows';
import { takeWindows, type Windows } from '../../../features/window';
import type { Matrix } from '../../../matrix';
import { evaluationBatch } from '../../../networks/window-batch';

/** Squared errors of windows that were given back, point by point. */
export interface WindowErrors {
  /** Means over the steps of a window, shape `[nWindows, nPoints]`; the mean of a row is the window's score. */
  readonly byWindow: Matrix;
  /**
   * Means over all windows that hold a sample, shape `[nSamples, nPoints]`. A sample that no window holds has the errors of the one
   * before it.
   */
  readonly bySample: Matrix;
}

/** Batches of a network that are reconstructed at once. */
const BATCHES = 4;

/**
 * How badly an autoencoder gives windows back, by window and by sample, in one pass over the windows.
 *
 * Memory is that of `bySample` and of some hundred windows. A sample's errors rest on windows that end up to `length - 1` samples
 * later: known that much later in operation.
 *
 * @param windows of one recording, or several.
 * @throws {RangeError} if there are no windows, their shape is not that of training, or a value is not finite.
 */
export async function windowErrors(
  detector: FittedAutoencoder<Windows>,
  windows: Windows,
): Promise<WindowErrors> {
  const { ends, nFeatures, samples, length } = windows;
  if (ends.length === 0) throw new RangeError('windows must not be empty, got 0 windows');
  const byWindow = new Float64Array(ends.length * nFeatures);
  const bySample = new Float64Array(samples.data.length);
  const counts = new Int32Array(samples.nSamples);
  const size = BATCHES * evaluationBatch(windows);
  for (let start = 0; start < ends.length; start += size) {
    const chunk = takeWindows(windows, range(start, Math.min(start + size, ends.length)));
    const rebuilt = await detector.reconstruct(compactWindows(chunk));
    addErrors(chunk, rebuilt, byWindow.subarray(start * nFeatures), bySample, counts);
  }
  for (let i = 0; i < byWindow.length; i++) byWindow[i] /= length;
  divideOrHold(bySample, counts, nFeatures);
  return {
    byWindow: { data: byWindow, nSamples: ends.length, nFeatures },
    bySample: { data: bySample, nSamples: samples.nSamples, nFeatures },
  };
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}

/** @param rebuilt shape `[nWindows, length, nFeatures]`. */
function addErrors(
  { samples: { data }, ends, previous, length, nFeatures }: Windows,
  rebuilt: Float32Array,
  byWindow: Float64Array,
  bySample: Float64Array,
  counts: Int32Array,
): void {
  for (let window = 0; window < ends.length; window++) {
    const to = window * nFeatures;
    let sample = ends[window];
    for (let step = length - 1; step >= 0; step--) {
      const from = (window * length + step) * nFeatures;
      const at = sample * nFeatures;
      for (let j = 0; j < nFeatures; j++) {
        const error = (rebuilt[from + j] - data[at + j]) ** 2;
        byWindow[to + j] += error;
        bySample[at + j] += error;
      }
      counts[sample]++;
      if (previous[sample] >= 0) sample = previous[sample];
    }
  }
}

/** Sums to means; samples without a window take the errors of the sample before, or of the first that has some. */
function divideOrHold(sums: Float64Array, counts: Int32Array, nFeatures: number): void {
  for (let i = 0; i < counts.length; i++) {
    const at = i * nFeatures;
    if (counts[i] > 0) {
      for (let j = at; j < at + nFeatures; j++) sums[j] /= counts[i];
    } else if (i > 0) {
      sums.copyWithin(at, at - nFeatures, at);
    }
  }
  const first = counts.findIndex((count) => count > 0);
  for (let i = 0; i < first; i++) {
    sums.copyWithin(i * nFeatures, first * nFeatures, (first + 1) * nFeatures);
  }
}
