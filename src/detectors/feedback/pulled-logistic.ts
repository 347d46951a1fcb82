import type { Matrix } from '../../matrix';

const MOST_STEPS = 100;

/**
 * Weights of a logistic regression that are drawn to where they begin: the least sum of log losses plus half the penalty times the
 * squared distance from there. The constant, the last of them, is free but for a millionth of the penalty.
 *
 * By Newton's method, each step halved until it is a gain; the sum is convex, so its minimum is the only one.
 * Source: Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, section 4.4.1.
 *
 * @param labels 0 or 1, at least one.
 * @param start shape `[nFeatures + 1]`.
 * @returns shape `[nFeatures + 1]`.
 */
export function fitPulledLogistic(
  samples: Matrix,
  labels: ArrayLike<number>,
  start: Float64Array,
  penalty: number,
): Float64Array {
  const penalties = new Float64Array(start.length).fill(penalty);
  penalties[start.length - 1] = penalty * 1e-6;
  const lossOf = (weights: Float64Array) => loss(samples, labels, weights, start, penalties);
  let weights = start.slice();
  let current = lossOf(weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(samples, labels, weights, start, penalties);
    let share = 1;
    let next = weights;
    let reached = current;
    for (; share > 1e-10; share /= 2) {
      next = weights.map((weight, j) => weight - share * move[j]);
      reached = lossOf(next);
      if (reached <= current) break;
    }
    const gain = current - reached;
    if (!(gain >= 0)) break;
    [weights, current] = [next, reached];
    if (gain <= 1e-14 * Math.abs(current)) break;
  }
  return weights;
}

function sumOf(samples: Matrix, i: number, weights: Float64Array): number {
  const { data, nFeatures } = samples;
  let sum = weights[nFeatures];
  for (let j = 0; j < nFeatures; j++) sum += weights[j] * data[i * nFeatures + j];
  return sum;
}

function loss(
  samples: Matrix,
  labels: ArrayLike<number>,
  weights: Float64Array,
  start: Float64Array,
  penalties: Float64Array,
): number {
  let total = 0;
  for (let j = 0; j < weights.length; j++)
    total += (penalties[j] * (weights[j] - start[j]) ** 2) / 2;
  for (let i = 0; i < samples.nSamples; i++) {
    const sum = sumOf(samples, i, weights);
    const wrong = labels[i] === 1 ? -sum : sum;
    total += wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong));
  }
  return total;
}

/** The inverse of the second derivatives times the first, by Cholesky's decomposition. */
function newtonStep(
  samples: Matrix,
  labels: ArrayLike<number>,
  weights: Float64Array,
  start: Float64Array,
  penalties: Float64Array,
): Float64Array {
  const n = weights.length;
  const { data, nFeatures } = samples;
  const gradient = weights.map((weight, j) => penalties[j] * (weight - start[j]));
  const curvature = Array.from({ length: n }, (_, j) => {
    const row = new Float64Array(n);
    row[j] = penalties[j];
    return row;
  });
  const row = new Float64Array(n).fill(1);
  for (let i = 0; i < samples.nSamples; i++) {
    row.set(data.subarray(i * nFeatures, (i + 1) * nFeatures));
    const probability = 1 / (1 + Math.exp(-sumOf(samples, i, weights)));
    const weight = probability * (1 - probability);
    for (let j = 0; j < n; j++) {
      gradient[j] += (probability - labels[i]) * row[j];
      for (let k = 0; k <= j; k++) curvature[j][k] += weight * row[j] * row[k];
    }
  }
  return solve(curvature, gradient);
}

/** Solves in place a symmetric, positive system of which the lower triangle is given. */
function solve(lower: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = lower[j][k];
      for (let l = 0; l < k; l++) sum -= lower[j][l] * lower[k][l];
      lower[j][k] = j === k ? Math.sqrt(sum) : sum / lower[k][k];
    }
    for (let k = 0; k < j; k++) right[j] -= lower[j][k] * right[k];
    right[j] /= lower[j][j];
  }
  for (let j = n - 1; j >= 0; j--) {
    for (let k = j + 1; k < n; k++) right[j] -= lower[k][j] * right[k];
    right[j] /= lower[j][j];
  }
  return right;
}
