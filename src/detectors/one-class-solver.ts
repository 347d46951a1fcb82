import { type Matrix, takeRows } from '../matrix';
import { type Kernel, kernelColumns, kernelDiagonal, kernelSums } from './kernel';

/** Stopping tolerance on the gradient, as LIBSVM and scikit-learn have it. */
const TOLERANCE = 1e-3;
/** Stands for a curvature that is not positive. Source: Fan, Chen and Lin 2005, section 4. */
const TAU = 1e-12;
/** Bytes of kernel columns that are kept: scikit-learn's `cache_size`. */
const CACHE_BYTES = 200e6;
const MOST_STEPS = 10_000_000;

/**
 * Solves the one-class problem: least `½ αᵀKα` with `0 ≤ α ≤ 1` and `Σα = nu * nSamples`.
 *
 * Pairs of coefficients are moved, those by second-order information first, until no pair gains. No
 * shrinking: columns are cheap, and its bookkeeping costs more than it saves.
 * Source: Schölkopf et al. 2001, eq. 8 to 10; Fan, Chen and Lin 2005, algorithm 2 (the choice of
 * pairs); Chang and Lin 2011, section 4.1.5 (the update).
 *
 * @returns coefficients, shape `[nSamples]`, in [0, 1].
 * @throws {RangeError} if it does not end, which an indefinite kernel (sigmoid) can cause.
 */
export function solveOneClass(kernel: Kernel, samples: Matrix, nu: number): Float64Array {
  const alpha = firstCoefficients(kernel, samples, nu);
  const gradient = firstGradient(kernel, samples, alpha);
  const diagonal = kernelDiagonal(kernel, samples);
  const columnOf = cached(kernelColumns(kernel, samples), samples.nSamples);
  for (let step = 0; step < MOST_STEPS; step++) {
    const i = lowestToRaise(alpha, gradient);
    if (i < 0) return alpha;
    const column = columnOf(i);
    const j = bestToLower(alpha, gradient, diagonal, column, i);
    if (j < 0) return alpha;
    movePair(alpha, gradient, diagonal, column, columnOf(j), i, j);
  }
  throw new RangeError(
    `${kernel.kind} kernel with gamma ${kernel.gamma} must reach an optimum in ${MOST_STEPS} steps, got none`,
  );
}

/** Samples that stand for all in the choice of where to start. */
const SKETCH_ROWS = 256;

/**
 * 1 on the `nu * nSamples` samples least like a few spread over all, the fraction on the next.
 *
 * Most of them stay there: LIBSVM starts from the first samples, whatever they are, and takes about ten times as many steps.
 */
function firstCoefficients(kernel: Kernel, samples: Matrix, nu: number): Float64Array {
  const { nSamples } = samples;
  const nSketch = Math.min(SKETCH_ROWS, nSamples);
  const sketch = Int32Array.from({ length: nSketch }, (_, i) =>
    Math.floor((i * nSamples) / nSketch),
  );
  const likeness = kernelSums(
    kernel,
    samples,
    takeRows(samples, sketch),
    new Float64Array(nSketch).fill(1),
  );
  const order = Int32Array.from(likeness.keys()).sort((a, b) => likeness[a] - likeness[b]);
  const alpha = new Float64Array(nSamples);
  const whole = Math.floor(nu * nSamples);
  for (const i of order.subarray(0, whole)) alpha[i] = 1;
  if (whole < nSamples) alpha[order[whole]] = nu * nSamples - whole;
  return alpha;
}

function firstGradient(kernel: Kernel, samples: Matrix, alpha: Float64Array): Float64Array {
  const support = indicesOfSupport(alpha);
  const coefficients = Float64Array.from(support, (i) => alpha[i]);
  return kernelSums(kernel, samples, takeRows(samples, support), coefficients);
}

/** The samples whose coefficient is not 0. */
export function indicesOfSupport(alpha: Float64Array): Int32Array {
  return Int32Array.from(alpha.keys()).filter((i) => alpha[i] > 0);
}

/** Of the coefficients below 1, the one with the lowest gradient, which would gain most. */
function lowestToRaise(alpha: Float64Array, gradient: Float64Array): number {
  let lowest = -1;
  let least = Infinity;
  for (let t = 0; t < alpha.length; t++) {
    if (alpha[t] < 1 && gradient[t] <= least) {
      least = gradient[t];
      lowest = t;
    }
  }
  return lowest;
}

/** Of the coefficients above 0, the one whose move with `i` gains most; -1 where none gains. */
function bestToLower(
  alpha: Float64Array,
  gradient: Float64Array,
  diagonal: Float64Array,
  column: Float32Array,
  i: number,
): number {
  let best = -1;
  let mostGain = -Infinity;
  let mostViolated = -Infinity;
  for (let t = 0; t < alpha.length; t++) {
    if (!(alpha[t] > 0)) continue;
    const violation = gradient[t] - gradient[i];
    if (violation > mostViolated) mostViolated = violation;
    if (!(violation > 0)) continue;
    const curvature = diagonal[i] + diagonal[t] - 2 * column[t];
    const gain = (violation * violation) / (curvature > 0 ? curvature : TAU);
    if (gain >= mostGain) {
      mostGain = gain;
      best = t;
    }
  }
  return mostViolated < TOLERANCE ? -1 : best;
}

/** Moves weight from `j` to `i` as far as it gains and both stay in [0, 1]. */
function movePair(
  alpha: Float64Array,
  gradient: Float64Array,
  diagonal: Float64Array,
  columnI: Float32Array,
  columnJ: Float32Array,
  i: number,
  j: number,
): void {
  const curvature = diagonal[i] + diagonal[j] - 2 * columnI[j];
  const wanted = (gradient[j] - gradient[i]) / (curvature > 0 ? curvature : TAU);
  const [before, total] = [alpha[i], alpha[i] + alpha[j]];
  const [least, most] = [Math.max(0, total - 1), Math.min(1, total)];
  alpha[i] = Math.min(Math.max(before + wanted, least), most);
  const moved = alpha[i] - before;
  const rest = alpha[j] - moved;
  alpha[j] = alpha[i] === total ? 0 : Math.min(Math.max(rest, 0), 1);
  for (let t = 0; t < gradient.length; t++) gradient[t] += moved * (columnI[t] - columnJ[t]);
}

/** Keeps the columns that were used last, as many as the memory allows. */
function cached(make: (index: number) => Float32Array, nSamples: number) {
  const most = Math.max(2, Math.floor(CACHE_BYTES / (4 * nSamples)));
  const columns = new Map<number, Float32Array>();
  return (index: number): Float32Array => {
    const column = columns.get(index) ?? make(index);
    columns.delete(index);
    columns.set(index, column);
    if (columns.size > most) columns.delete(columns.keys().next().value!);
    return column;
  };
}
