import { z } from 'zod';
import type { Matrix } from '../matrix';
import { type ArrayKind, loadArrayDetector, type NoOptions, plainDetector } from './array-detector';
import type { Detector, FittedDetector } from './detector';
import {
  areComponents,
  COMPONENT_ARRAYS,
  type Components,
  learnComponents,
  rankTolerance,
  standardizeInto,
} from './principal-components';

const KIND: ArrayKind<(typeof COMPONENT_ARRAYS)[number], Record<string, never>> = {
  name: 'mahalanobis',
  params: z.object({}).strict() as z.ZodType<Record<string, never>>,
  arrays: COMPONENT_ARRAYS,
  learn: learnComponents,
  fits: areComponents,
  scorer: (model) => (samples) => scoreDistances(model, samples),
};

/**
 * Mahalanobis distance: how many standard deviations a sample lies from the mean, in the direction that it lies in.
 *
 * Suits samples in one elongated cloud; sees values that are odd only together where the dependency is linear. Blind to
 * anomalies between or inside several clouds, and to curved dependencies. Anomalies in training stretch the covariance
 * and hide themselves.
 *
 * In a direction without variance (a constant feature, or a sum that never changed) the variance counts as the
 * smallest that 64 bits can tell from 0, so that leaving it outweighs everything else; fewer samples than features
 * leave many such directions. Features that vary by less than some 1e-160, whose squares are 0, count as constant,
 * too: scale them first.
 *
 * Numbers are not scikit-learn's: the covariance divides by n - 1 and the score is the distance itself, where
 * `EmpiricalCovariance.mahalanobis` divides by n and gives its square. The order is the same.
 * Planted anomalies: beats the largest z-score on global, local, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Mahalanobis 1936, On the generalised distance in statistics; the square root of the quadratic form.
 *
 * @throws {RangeError} if a hyperparameter is given, as there are none; from `fit`, if a feature's values are too large for a finite scale.
 * @example
 * const fitted = await mahalanobis().fit(matrix([[0, 0], [1, 1.1], [2, 1.9], [3, 3]]));
 * const scores = await fitted.score(matrix([[3, 3], [3, 0]])); // scores[1] > scores[0]
 */
export function mahalanobis(options: NoOptions = {}): Detector {
  return plainDetector(KIND, options);
}

/**
 * Reads a saved Mahalanobis detector.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadMahalanobis(directory: string): Promise<FittedDetector> {
  return loadArrayDetector(KIND, directory);
}

function scoreDistances(model: Components, { data, nSamples, nFeatures }: Matrix): Float64Array {
  const { variances, components } = model;
  const tolerance = rankTolerance(model);
  const scores = new Float64Array(nSamples);
  const sample = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    standardizeInto(sample, model, data, i * nFeatures);
    let square = 0;
    for (let k = 0; k < nFeatures; k++) {
      let along = 0;
      for (let j = 0; j < nFeatures; j++) along += sample[j] * components[k * nFeatures + j];
      square += along ** 2 / Math.max(variances[k], tolerance);
    }
    scores[i] = Math.sqrt(square);
  }
  return scores;
}
