import { checkSamples, type Matrix } from '../matrix';
import { columnOf } from './column';
import { meanOf } from './mean';
import { quantileOfSorted } from './quantile';

/** What a feature is centred on and divided by. */
export type ScalerKind = 'standard' | 'minmax' | 'robust';

/** A fitted scaler: plain JSON, one centre and one scale a feature. */
export interface ScalerState {
  readonly kind: ScalerKind;
  /** Mean, minimum or median of each training feature, shape `[nFeatures]`. */
  readonly center: readonly number[];
  /** Standard deviation, range or interquartile range; 1 for a constant, shape `[nFeatures]`. */
  readonly scale: readonly number[];
}

/**
 * Learns how to bring features to one scale, from training samples only.
 *
 * - `standard`: mean 0, population standard deviation 1.
 * - `minmax`: training samples lie in [0, 1]; later ones may lie outside.
 * - `robust`: median 0, interquartile range 1; outliers in training move it little.
 *
 * A feature that is constant to the precision of the arithmetic keeps its scale (1), as do features
 * of an interquartile range of 0 under `robust`, and those that vary so little that their variance is 0 (by less than
 * some 1e-160) under `standard`. The figures are scikit-learn's.
 *
 * @throws {RangeError} if the kind is unknown, there are no samples, a value is not finite,
 * or values are too large for their scale to be finite.
 */
export function fitScaler(train: Matrix, kind: ScalerKind): ScalerState {
  const measure = MEASURES[kind];
  if (!measure) {
    throw new RangeError(`scaler kind must be standard, minmax or robust, got ${kind}`);
  }
  checkSamples(train);
  const fits = Array.from({ length: train.nFeatures }, (_, j) => measure(columnOf(train, j)));
  fits.forEach(({ center, scale }, j) => {
    if (!Number.isFinite(center) || !Number.isFinite(scale)) {
      throw new RangeError(
        `feature ${j} must have a finite ${kind} scale; its values are too large`,
      );
    }
  });
  return { kind, center: fits.map((fit) => fit.center), scale: fits.map((fit) => fit.scale) };
}

/**
 * Scales samples: centre taken off, divided by scale.
 *
 * @returns a new matrix, shape `[nSamples, nFeatures]`.
 * @throws {RangeError} if the width is not the scaler's, or a value is not finite.
 */
export function applyScaler(state: ScalerState, samples: Matrix): Matrix {
  const { center, scale } = state;
  return mapFeatures(state, samples, (value, j) => (value - center[j]) / scale[j]);
}

/**
 * Brings scaled samples back to their own units.
 *
 * @returns a new matrix, shape `[nSamples, nFeatures]`.
 * @throws {RangeError} if the width is not the scaler's, or a value is not finite.
 */
export function invertScaler(state: ScalerState, samples: Matrix): Matrix {
  const { center, scale } = state;
  return mapFeatures(state, samples, (value, j) => value * scale[j] + center[j]);
}

interface FeatureFit {
  readonly center: number;
  readonly scale: number;
}

const MEASURES: Readonly<Record<ScalerKind, (values: Float64Array) => FeatureFit>> = {
  standard: fitStandard,
  minmax: fitMinMax,
  robust: (values) => {
    const sorted = values.sort();
    const spread = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
    return { center: quantileOfSorted(sorted, 0.5), scale: scaleOrOne(spread) };
  },
};

/**
 * Two passes; the second takes off the rounding error of the mean.
 *
 * Source: Chan, Golub and LeVeque 1983, Algorithms for computing the sample variance, eq. 1.7; the
 * bound under which a variance is rounding error is scikit-learn's `_is_constant_feature`.
 */
function fitStandard(values: Float64Array): FeatureFit {
  const n = values.length;
  const mean = meanOf(values);
  let squares = 0;
  let residue = 0;
  for (let i = 0; i < n; i++) {
    squares += (values[i] - mean) ** 2;
    residue += values[i] - mean;
  }
  const variance = (squares - residue ** 2 / n) / n;
  const bound = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  const isConstant = variance <= bound && variance < Infinity;
  return { center: mean, scale: isConstant ? 1 : Math.sqrt(variance) };
}

function fitMinMax(values: Float64Array): FeatureFit {
  let lowest = values[0];
  let highest = values[0];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return { center: lowest, scale: scaleOrOne(highest - lowest) };
}

/** Source: scikit-learn's `_handle_zeros_in_scale`. */
function scaleOrOne(scale: number): number {
  return scale < 10 * Number.EPSILON ? 1 : scale;
}

function mapFeatures(
  state: ScalerState,
  samples: Matrix,
  change: (value: number, feature: number) => number,
): Matrix {
  const { data, nSamples, nFeatures } = samples;
  checkSamples(samples, state.center.length);
  const changed = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += nFeatures) {
    for (let j = 0; j < nFeatures; j++) changed[start + j] = change(data[start + j], j);
  }
  return { data: changed, nSamples, nFeatures };
}
