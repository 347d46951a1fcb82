import { applyScaler, fitScaler } from '../features/scale';
import type { Matrix } from '../matrix';
import type { Model } from './array-detector';
import { covarianceOf } from './covariance';
import { symmetricEigen } from './symmetric-eigen';

/** Names of the arrays of principal components. */
export const COMPONENT_ARRAYS = ['center', 'scale', 'variances', 'components'] as const;

/**
 * Mean and standard deviation of each feature, shape `[nFeatures]`, and of the standardised samples the variance
 * along each component, descending, shape `[nFeatures]`, and its direction, shape `[nFeatures, nFeatures]`.
 */
export type Components = Model<(typeof COMPONENT_ARRAYS)[number]>;

/** Whether arrays that were read are principal components of so many features. */
export function areComponents(model: Components, nFeatures: number): boolean {
  const { center, scale, variances, components } = model;
  return (
    [center, scale, variances].every((array) => array.length === nFeatures) &&
    components.length === nFeatures * nFeatures &&
    scale.every((value) => value > 0)
  );
}

/**
 * Principal components of standardised samples; a constant feature is centred only.
 *
 * @throws {RangeError} if a feature's values are too large for a finite scale.
 */
export function learnComponents(train: Matrix): Components {
  const scaler = fitScaler(train, 'standard');
  const { values, vectors } = symmetricEigen(
    covarianceOf(applyScaler(scaler, train)),
    train.nFeatures,
  );
  return {
    center: Float64Array.from(scaler.center),
    scale: Float64Array.from(scaler.scale),
    variances: values,
    components: vectors,
  };
}

/** Variances up to this are rounding errors of the largest: the rank of the covariance. */
export function rankTolerance({ variances }: Components): number {
  return variances.length * Number.EPSILON * Math.max(variances[0], Number.EPSILON);
}

/** Squares of larger numbers might not be finite. */
const FARTHEST = 1e150;

/** One sample in standard deviations from the mean, within ±1e150, into `into`, shape `[nFeatures]`. */
export function standardizeInto(
  into: Float64Array,
  { center, scale }: Components,
  data: Float64Array,
  start: number,
): void {
  for (let j = 0; j < into.length; j++) {
    const value = (data[start + j] - center[j]) / scale[j];
    into[j] = Math.max(-FARTHEST, Math.min(value, FARTHEST));
  }
}
