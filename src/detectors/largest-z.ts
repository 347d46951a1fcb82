import { z } from 'zod';
import { columnOf } from '../features/column';
import { fitScaler } from '../features/scale';
import type { Matrix } from '../matrix';
import { type ArrayKind, loadArrayDetector, type NoOptions, plainDetector } from './array-detector';
import type { Detector, FittedDetector } from './detector';

const ARRAYS = ['center', 'scale'] as const;

const KIND: ArrayKind<(typeof ARRAYS)[number], Record<string, never>> = {
  name: 'largestZ',
  params: z.object({}).strict() as z.ZodType<Record<string, never>>,
  arrays: ARRAYS,
  learn: (train) => {
    const { center, scale } = fitScaler(train, 'standard');
    return { center: Float64Array.from(center), scale: Float64Array.from(scale) };
  },
  fits: ({ center, scale }, nFeatures) =>
    center.length === nFeatures && scale.length === nFeatures && scale.every((size) => size > 0),
  scorer: (model) => (samples) => largestDistances(model, samples),
};

/**
 * The largest z-score: how many standard deviations a sample lies from the mean, in its worst feature.
 *
 * The trivial baseline that every other detector should beat; suits single values that are extreme.
 * Blind to values that are odd only together and to gaps in the middle of a distribution; extreme
 * training samples stretch the standard deviation and hide others. A feature that was constant in
 * training has a standard deviation of 1.
 *
 * @throws {RangeError} if a hyperparameter is given, as there are none; from `fit`, if a feature's values are too large for a finite scale.
 * @example
 * const fitted = await largestZ().fit(matrix([[0], [2]]));
 * await fitted.score(matrix([[1], [4]])); // Float32Array [0, 3]
 */
export function largestZ(options: NoOptions = {}): Detector {
  return plainDetector(KIND, options);
}

/**
 * Reads a saved largest z-score.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadLargestZ(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}

function largestDistances(
  { center, scale }: Readonly<Record<(typeof ARRAYS)[number], Float64Array>>,
  samples: Matrix,
): Float64Array {
  const scores = new Float64Array(samples.nSamples);
  for (let j = 0; j < samples.nFeatures; j++) {
    columnOf(samples, j).forEach((value, i) => {
      scores[i] = Math.max(scores[i], Math.abs(value - center[j]) / scale[j]);
    });
  }
  return scores;
}
