import type { Coalitions } from './coalitions';

/** Turns the values of all coalitions and of the whole set into contributions, shape `[nFeatures]`. */
export type KernelRegression = (values: Float64Array, whole: number) => Float64Array;

/**
 * Weighted least squares of coalition values on their members, whose contributions sum to the value
 * of the whole set: the last one is put in terms of the others.
 *
 * The matrix depends on the coalitions alone, so it is factored once for all samples.
 * Source: Lundberg and Lee 2017, theorem 2; Golub and Van Loan 2013, algorithm 4.2.1 (Cholesky).
 */
export function kernelRegression({ nFeatures, members, weights }: Coalitions): KernelRegression {
  if (nFeatures === 0) return () => new Float64Array(0);
  const n = nFeatures - 1;
  const design = new Float64Array(weights.length * n); // a member's column less the last one's
  for (let row = 0; row < weights.length; row++) {
    const last = members[row * nFeatures + n];
    for (let j = 0; j < n; j++) design[row * n + j] = members[row * nFeatures + j] - last;
  }
  const factor = cholesky(normalMatrix(design, weights, n), n);
  return (values, whole) => {
    const contributions = new Float64Array(nFeatures);
    for (let row = 0; row < weights.length; row++) {
      const target = weights[row] * (values[row] - members[row * nFeatures + n] * whole);
      for (let j = 0; j < n; j++) contributions[j] += design[row * n + j] * target;
    }
    solve(factor, n, contributions);
    contributions[n] = contributions.subarray(0, n).reduce((left, part) => left - part, whole);
    return contributions;
  };
}

function normalMatrix(design: Float64Array, weights: Float64Array, n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let row = 0; row < weights.length; row++) {
    for (let i = 0; i < n; i++) {
      const scaled = weights[row] * design[row * n + i];
      if (scaled === 0) continue;
      for (let j = 0; j <= i; j++) matrix[i * n + j] += scaled * design[row * n + j];
    }
  }
  return matrix;
}

/** The lower factor of a positive definite matrix of which the lower half is given, in its place. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j];
      for (let k = 0; k < j; k++) rest -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i === j ? Math.sqrt(rest) : rest / matrix[j * n + j];
    }
  }
  return matrix;
}

/** Solves for the first `n` values, in their place. */
function solve(factor: Float64Array, n: number, values: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) values[i] -= factor[i * n + k] * values[k];
    values[i] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) values[i] -= factor[k * n + i] * values[k];
    values[i] /= factor[i * n + i];
  }
}
