import {
  learnComponents,
  rankTolerance,
  standardizeInto,
} from '../../detectors/principal-components';
import type { Matrix } from '../../matrix';

/** Samples along their principal components. */
export interface ComponentScores {
  /** Of standardised samples, shape `[nSamples, nComponents]`; 0 along components without variance. */
  readonly coordinates: Matrix;
  /** Share of the variance along each, in [0, 1], descending; 0 where nothing varies. */
  readonly varianceShares: Float64Array;
}

/**
 * The first principal components of standardised samples; all of them only turn the samples, so that
 * distances stay.
 *
 * @throws {RangeError} if a feature's values are too large for a finite scale.
 */
export function componentScores(samples: Matrix, nComponents: number): ComponentScores {
  const { data, nSamples, nFeatures } = samples;
  const model = learnComponents(samples);
  const { variances, components } = model;
  const tolerance = rankTolerance(model);
  const nUsed = Math.min(nComponents, variances.filter((variance) => variance > tolerance).length);
  const scores = new Float64Array(nSamples * nComponents);
  const sample = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    standardizeInto(sample, model, data, i * nFeatures);
    for (let k = 0; k < nUsed; k++) {
      let along = 0;
      for (let j = 0; j < nFeatures; j++) along += sample[j] * components[k * nFeatures + j];
      scores[i * nComponents + k] = along;
    }
  }
  const total = variances.reduce((sum, variance) => sum + Math.max(0, variance), 0);
  const varianceShares = Float64Array.from({ length: nComponents }, (_, k) =>
    k < nUsed ? variances[k] / total : 0,
  );
  return { coordinates: { data: scores, nSamples, nFeatures: nComponents }, varianceShares };
}
