import type { FittedDetector } from '../../src/detectors/detector';
import { type Matrix, rowOf } from '../../src/matrix';

/** A detector that scores each row by a function. */
export function detectorOf(score: (row: Float64Array) => number): FittedDetector {
  return {
    name: 'function',
    params: {},
    score: async (samples: Matrix) =>
      Float32Array.from({ length: samples.nSamples }, (_, i) => score(rowOf(samples, i))),
    save: async () => {},
    dispose: () => {},
  };
}

/** A detector whose score is a weighted sum of features. */
export function linearDetector(weights: readonly number[]): FittedDetector {
  return detectorOf((row) => weights.reduce((sum, weight, j) => sum + weight * row[j], 0));
}
