import { meanOf } from '../features/mean';
import { checkSamples, type Matrix, takeRows } from '../matrix';
import { type Kernel, kernelDiagonal, kernelSums } from './kernel';
import { indicesOfSupport } from './one-class-solver';

/** What a fit learns: the score of a sample is `rho` minus its weighted sum of kernel values. */
export interface Boundary {
  readonly kernel: Kernel;
  readonly rho: number;
  readonly vectors: Matrix;
  readonly coefficients: Float64Array;
}

/** Kernel values that a fit may need: some hours of work. */
const MOST_KERNEL_VALUES = 1e12;
/** Kernel values that 32 bits hold, and sums of which 64 bits hold exactly enough. */
const MOST_KERNEL_VALUE = 1e30;

/**
 * Refuses samples that would take hours, or overflow.
 *
 * @throws {RangeError} with what to do about it.
 */
export function checkWork(kernel: Kernel, train: Matrix, nu: number): void {
  const most = Math.floor(Math.sqrt(MOST_KERNEL_VALUES / nu));
  if (train.nSamples > most) {
    throw new RangeError(
      `one-class SVM must have at most ${most} samples where nu is ${nu}, got ${train.nSamples}; fit it on fewer`,
    );
  }
  kernelDiagonal(kernel, train).forEach((value, i) => {
    if (Math.abs(value) < MOST_KERNEL_VALUE) return;
    throw new RangeError(
      `sample ${i} must have a ${kernel.kind} kernel value below ${MOST_KERNEL_VALUE}, got ${value}; scale the features`,
    );
  });
}

/**
 * How far outside the boundary samples lie: minus the decision value of scikit-learn.
 *
 * @returns shape `[nSamples]`, above 0 outside; higher is more anomalous.
 * @throws {RangeError} if the width is not the training samples', a value is not finite, or a score overflows.
 */
export function scoreBoundary(boundary: Boundary, samples: Matrix): Float32Array {
  const { kernel, rho, vectors, coefficients } = boundary;
  checkSamples(samples, vectors.nFeatures);
  const scores = new Float32Array(samples.nSamples);
  kernelSums(kernel, samples, vectors, coefficients).forEach((sum, i) => {
    scores[i] = rho - sum;
    if (Number.isFinite(scores[i])) return;
    throw new RangeError(
      `sample ${i} must have a finite score with the ${kernel.kind} kernel, got ${scores[i]}; scale the features`,
    );
  });
  return scores;
}

/** The boundary of a solution: its support vectors, and the kernel sum on it. */
export function boundaryFrom(kernel: Kernel, train: Matrix, alpha: Float64Array): Boundary {
  const support = indicesOfSupport(alpha);
  const vectors = takeRows(train, support);
  const coefficients = Float64Array.from(support, (i) => alpha[i]);
  return {
    kernel,
    rho: boundaryHeight(kernel, train, alpha, vectors, coefficients),
    vectors,
    coefficients,
  };
}

/**
 * The kernel sum on the boundary: the mean over samples whose coefficient is free, in (0, 1).
 *
 * Where none is, the middle between the highest sum at coefficient 1 and the lowest at 0; where all
 * are 1, the highest sum, at which LIBSVM and scikit-learn have infinity.
 * Source: Chang and Lin 2011, section 4.1.5.
 */
function boundaryHeight(
  kernel: Kernel,
  train: Matrix,
  alpha: Float64Array,
  vectors: Matrix,
  coefficients: Float64Array,
): number {
  const free = Int32Array.from(alpha.keys()).filter((i) => alpha[i] > 0 && alpha[i] < 1);
  if (free.length > 0) {
    const sums = kernelSums(kernel, takeRows(train, free), vectors, coefficients);
    return sums.reduce((total, sum) => total + sum, 0) / free.length;
  }
  let [highest, lowest] = [-Infinity, Infinity];
  kernelSums(kernel, train, vectors, coefficients).forEach((sum, i) => {
    if (alpha[i] > 0) highest = Math.max(highest, sum);
    else lowest = Math.min(lowest, sum);
  });
  return lowest < Infinity ? (highest + lowest) / 2 : highest;
}

/**
 * The number for `gamma`: `scale` is 1 / (nFeatures * variance of all values), 1 where all are equal,
 * as scikit-learn has it; `auto` is 1 / nFeatures.
 *
 * @throws {RangeError} if the variance is too large or too small for a number.
 */
export function kernelWidth(gamma: number | 'scale' | 'auto', { data, nFeatures }: Matrix): number {
  if (typeof gamma === 'number') return gamma;
  if (gamma === 'auto') return 1 / nFeatures;
  const mean = meanOf(data);
  const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length;
  const width = 1 / (nFeatures * variance);
  if (variance === 0 && data.every((x) => x === data[0])) return 1;
  if (width > 0 && width < Infinity) return width;
  throw new RangeError(
    `samples must have a variance that gamma can be made of, got ${variance}; scale the features`,
  );
}
