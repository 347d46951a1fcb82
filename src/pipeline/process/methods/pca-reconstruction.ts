import { checkNumber, checkOptionNames } from '../../../check-options';
import { learnComponents, standardizeInto } from '../../../detectors/principal-components';
import { checkSamples, type Matrix } from '../../../matrix';

/** How much of the samples principal components keep. */
export interface PcaReconstructionOptions {
  /** Share of the variance that the components which are kept have at least, (0, 1). Default 0.95. */
  readonly keptVariance?: number;
}

/** Principal components that have learned. */
export interface PcaReconstruction {
  /** Components that are kept. */
  readonly nKept: number;
  /** Squared errors of standardised samples, shape `[nSamples, nPoints]`. */
  errors(samples: Matrix): Matrix;
}

/**
 * Gives samples back from their first principal components: the linear autoencoder that a network must beat.
 *
 * @param train normal samples, shape `[nSamples, nPoints]`.
 * @throws {RangeError} if there are none, a value is not finite, or an option is unknown or out of range; from `errors`, too, if the width is not
 * that of training.
 */
export function fitPcaReconstruction(
  train: Matrix,
  options: PcaReconstructionOptions = {},
): PcaReconstruction {
  checkOptionNames(options, ['keptVariance']);
  const { keptVariance = 0.95 } = options;
  checkNumber('keptVariance', keptVariance, 0, 1, '()');
  checkSamples(train);
  const model = learnComponents(train);
  const total = model.variances.reduce((sum, variance) => sum + variance, 0);
  let nKept = 0;
  for (let kept = 0; nKept < train.nFeatures && kept < keptVariance * total; nKept++) {
    kept += model.variances[nKept];
  }
  const { nFeatures } = train;
  return {
    nKept,
    errors: (samples) => {
      checkSamples(samples, nFeatures);
      const errors = new Float64Array(samples.data.length);
      const residual = new Float64Array(nFeatures);
      for (let start = 0; start < errors.length; start += nFeatures) {
        standardizeInto(residual, model, samples.data, start);
        takeOff(residual, model.components, nKept);
        for (let j = 0; j < nFeatures; j++) errors[start + j] = residual[j] ** 2;
      }
      return { data: errors, nSamples: samples.nSamples, nFeatures };
    },
  };
}

/** Takes what lies along the components off; they are at right angles, so one after the other is as good. */
function takeOff(residual: Float64Array, components: Float64Array, nKept: number): void {
  const n = residual.length;
  for (let k = 0; k < nKept; k++) {
    let along = 0;
    for (let j = 0; j < n; j++) along += residual[j] * components[k * n + j];
    for (let j = 0; j < n; j++) residual[j] -= along * components[k * n + j];
  }
}
