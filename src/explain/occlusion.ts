import type { FittedDetector } from '../detectors/detector';
import { columnOf } from '../features/column';
import { quantileOfSorted } from '../features/quantile';
import { checkSamples, type Matrix } from '../matrix';

/**
 * How much of a score each feature carries: the score less the score with that feature replaced by
 * its reference value.
 *
 * Fast and works for any detector; blind to features that matter only together, which SHAP sees.
 * Source: occlusion, Zeiler and Fergus 2014, section 4.2, with a reference value in place of grey.
 *
 * @param reference what the feature is replaced by, such as the training median, shape `[nFeatures]`.
 * @returns shape `[nSamples, nFeatures]`; positive where the feature makes the sample more anomalous.
 * @throws {RangeError} if the reference has another width than the samples.
 */
export async function occlusion(
  detector: FittedDetector,
  samples: Matrix,
  reference: ArrayLike<number>,
): Promise<Matrix> {
  const { nSamples, nFeatures } = samples;
  if (reference.length !== nFeatures) {
    throw new RangeError(`reference must have ${nFeatures} values, got ${reference.length}`);
  }
  const scores = await detector.score(samples);
  const data = new Float64Array(nSamples * nFeatures);
  for (let j = 0; j < nFeatures; j++) {
    const replaced = { ...samples, data: samples.data.slice() };
    for (let i = 0; i < nSamples; i++) replaced.data[i * nFeatures + j] = reference[j];
    const without = await detector.score(replaced);
    for (let i = 0; i < nSamples; i++) data[i * nFeatures + j] = scores[i] - without[i];
  }
  return { data, nSamples, nFeatures };
}

/**
 * The median of each feature.
 *
 * @returns shape `[nFeatures]`.
 * @throws {RangeError} if there are no samples or a value is not finite.
 */
export function medianSample(samples: Matrix): Float64Array {
  checkSamples(samples);
  return Float64Array.from({ length: samples.nFeatures }, (_, j) =>
    quantileOfSorted(columnOf(samples, j).sort(), 0.5),
  );
}
