import { checkWindows } from '../detectors/check';
import type { FittedAutoencoder } from '../detectors/network-autoencoder';
import { compactWindows } from '../features/compact-windows';
import { batchOf, takeWindows, type Windows } from '../features/window';
import { checkSamples, type Matrix } from '../matrix';

/** Values reconstructed at once at most: 16 MB. */
const BATCH_VALUES = 4_194_304;

/**
 * How badly an autoencoder gives each feature back: where in a sample its score comes from.
 *
 * Squared errors, for windows their mean over the timesteps. The mean of a row is the sample's score.
 * A feature that is merely hard to predict has a high error always: compare it with that of usual samples.
 *
 * @returns shape `[nSamples, nFeatures]`, or `[nWindows, nFeatures]`; higher is more anomalous.
 * @throws {TypeError} if the detector reconstructs nothing.
 * @throws {RangeError} if the samples have another shape than those of training, or a value is not finite.
 * @example
 * const errors = await reconstructionErrors(await autoencoder().fit(train), samples);
 */
export async function reconstructionErrors<Samples extends Matrix | Windows>(
  detector: FittedAutoencoder<Samples>,
  samples: Samples,
): Promise<Matrix> {
  if (typeof detector?.reconstruct !== 'function') {
    throw new TypeError(`detector must be an autoencoder, got ${detector?.name}`);
  }
  const windows: Windows = 'ends' in samples ? samples : asWindows(samples);
  checkWindows(windows);
  const { nFeatures, length, ends } = windows;
  const errors = new Float64Array(ends.length * nFeatures);
  const size = Math.max(1, Math.floor(BATCH_VALUES / (length * nFeatures)));
  for (let start = 0; start < ends.length; start += size) {
    const end = Math.min(start + size, ends.length);
    const rebuilt = await detector.reconstruct(part(samples, start, end) as Samples);
    addErrors(batchOf(windows, start, end), rebuilt, length, nFeatures, errors, start * nFeatures);
  }
  return { data: errors, nSamples: ends.length, nFeatures };
}

function asWindows(samples: Matrix): Windows {
  checkSamples(samples);
  const { nSamples, nFeatures } = samples;
  const ends = Int32Array.from({ length: nSamples }, (_, i) => i);
  return { samples, length: 1, nFeatures, ends, previous: ends, padded: false };
}

function part(samples: Matrix | Windows, start: number, end: number): Matrix | Windows {
  if ('ends' in samples) {
    const indices = Int32Array.from({ length: end - start }, (_, i) => start + i);
    return compactWindows(takeWindows(samples, indices)); // else all samples are checked with each part
  }
  const data = samples.data.subarray(start * samples.nFeatures, end * samples.nFeatures);
  return { ...samples, data, nSamples: end - start };
}

/** Both shape `[nWindows, length, nFeatures]`. */
function addErrors(
  original: Float32Array,
  rebuilt: Float32Array,
  length: number,
  nFeatures: number,
  errors: Float64Array,
  offset: number,
): void {
  const stride = length * nFeatures;
  for (let i = 0; i < original.length; i++) {
    const to = offset + Math.floor(i / stride) * nFeatures + (i % nFeatures);
    errors[to] += (rebuilt[i] - original[i]) ** 2 / length;
  }
}
