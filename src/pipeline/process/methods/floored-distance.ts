import { learnComponents, standardizeInto } from '../../../detectors/principal-components';
import { checkSamples, type Matrix } from '../../../matrix';

/** Components of standardised samples count as if their variance were at least this: a hundredth of a feature's. */
const LEAST_VARIANCE = 0.01;

/**
 * Mahalanobis distance in which no direction counts for much more than the noise of a sensor.
 *
 * Points of a plant that hardly vary, or go along with each other exactly while training lasts, leave directions with next to no variance;
 * plain Mahalanobis distance is decided by those alone as soon as the plant has drifted. It is here so that networks have a
 * baseline worth beating.
 *
 * @param train normal samples, shape `[nSamples, nPoints]`.
 * @returns a function from samples to scores, shape `[nSamples]`, higher is more anomalous.
 * @throws {RangeError} if there are none, or a value is not finite; from the function, too, if the width is not that of training.
 */
export function fitFlooredDistance(train: Matrix): (samples: Matrix) => Float64Array {
  checkSamples(train);
  const model = learnComponents(train);
  const { variances, components } = model;
  const { nFeatures } = train;
  return (samples) => {
    checkSamples(samples, nFeatures);
    const sample = new Float64Array(nFeatures);
    return Float64Array.from({ length: samples.nSamples }, (_, i) => {
      standardizeInto(sample, model, samples.data, i * nFeatures);
      let square = 0;
      for (let k = 0; k < nFeatures; k++) {
        let along = 0;
        for (let j = 0; j < nFeatures; j++) along += sample[j] * components[k * nFeatures + j];
        square += along ** 2 / Math.max(variances[k], LEAST_VARIANCE);
      }
      return Math.sqrt(square);
    });
  };
}
