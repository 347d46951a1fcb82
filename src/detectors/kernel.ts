import type { Matrix } from '../matrix';
import { BLOCK_ROWS, dotProducts, type PairBlock, squaredDistances } from './kernel-blocks';

/** A kernel with its numbers: rbf `exp(-gamma * |x - y|²)`, linear `x·y`, poly and sigmoid of `gamma * x·y + coef0`. */
export interface Kernel {
  readonly kind: 'rbf' | 'linear' | 'poly' | 'sigmoid';
  readonly gamma: number;
  readonly coef0: number;
  readonly degree: number;
}

/** Vectors that stay in the cache while samples pass by. */
const BLOCK_VECTORS = 256;

/**
 * The weighted sum of a sample's kernel values with the vectors: a product of the kernel matrix with the coefficients.
 *
 * @param coefficients - One a vector, shape `[nVectors]`.
 * @returns shape `[nSamples]`; a sample alone has the same sum as in a batch.
 */
export function kernelSums(
  kernel: Kernel,
  samples: Matrix,
  vectors: Matrix,
  coefficients: Float64Array,
): Float64Array {
  const { nFeatures, nSamples } = samples;
  const { data, sums } = paddedRows(samples);
  const pairs = pairsOf(kernel);
  const values = new Float64Array(BLOCK_ROWS * BLOCK_VECTORS);
  for (let first = 0; first < vectors.nSamples; first += BLOCK_VECTORS) {
    const width = Math.min(BLOCK_VECTORS, vectors.nSamples - first);
    for (let row = 0; row < nSamples; row += BLOCK_ROWS) {
      pairs(
        data,
        row * nFeatures,
        BLOCK_ROWS,
        vectors.data,
        first * nFeatures,
        width,
        nFeatures,
        values,
      );
      applyKernel(kernel, values, BLOCK_ROWS * width);
      for (let i = 0; i < BLOCK_ROWS; i++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += coefficients[first + j] * values[i * width + j];
        sums[row + i] += sum;
      }
    }
  }
  return sums.subarray(0, nSamples);
}

/**
 * The kernel values of one sample with all of them, for a solver that asks for few of them.
 *
 * @returns a function from a sample's index to shape `[nSamples]`, in 32 bits as in LIBSVM.
 */
export function kernelColumns(kernel: Kernel, samples: Matrix): (index: number) => Float32Array {
  const { nFeatures, nSamples } = samples;
  const { data, sums: values } = paddedRows(samples);
  const pairs = pairsOf(kernel);
  return (index) => {
    pairs(data, 0, values.length, data, index * nFeatures, 1, nFeatures, values);
    applyKernel(kernel, values, nSamples);
    return new Float32Array(values.subarray(0, nSamples));
  };
}

/** The kernel value of each sample with itself, shape `[nSamples]`. */
export function kernelDiagonal(kernel: Kernel, samples: Matrix): Float64Array {
  const { data, nFeatures, nSamples } = samples;
  const values = new Float64Array(nSamples);
  if (kernel.kind !== 'rbf') {
    for (let i = 0; i < data.length; i++) values[Math.floor(i / nFeatures)] += data[i] * data[i];
  }
  applyKernel(kernel, values, nSamples);
  return values;
}

/** Rows of zeros are added until blocks come out even; sums for as many rows. */
function paddedRows({ data, nSamples, nFeatures }: Matrix) {
  const nRows = Math.ceil(nSamples / BLOCK_ROWS) * BLOCK_ROWS;
  if (nRows === nSamples) return { data, sums: new Float64Array(nRows) };
  const padded = new Float64Array(nRows * nFeatures);
  padded.set(data);
  return { data: padded, sums: new Float64Array(nRows) };
}

function pairsOf({ kind }: Kernel): PairBlock {
  return kind === 'rbf' ? squaredDistances : dotProducts;
}

/** Turns squared distances or dot products into kernel values, in place. */
function applyKernel({ kind, gamma, coef0, degree }: Kernel, values: Float64Array, n: number) {
  if (kind === 'rbf') return applyExponential(values, n, gamma);
  for (let i = 0; i < n && kind !== 'linear'; i++) {
    const value = gamma * values[i] + coef0;
    values[i] = kind === 'poly' ? value ** degree : Math.tanh(value);
  }
}

/** Steps in a unit of the exponential's table. */
const STEPS = 64;
/** From here on exp(-x) is below the smallest double. */
const UNDERFLOW = 746;
let exponentials: Float64Array | undefined;

/**
 * `exp(-gamma * value)` in place, from a table and the next six terms of its series: three times as
 * fast as `Math.exp`, and within 3e-14 of it.
 */
function applyExponential(values: Float64Array, n: number, gamma: number): void {
  exponentials ??= Float64Array.from({ length: UNDERFLOW * STEPS }, (_, i) => Math.exp(-i / STEPS));
  const table = exponentials;
  for (let i = 0; i < n; i++) {
    const steps = gamma * STEPS * values[i];
    if (steps < UNDERFLOW * STEPS) {
      const whole = steps | 0;
      const rest = (steps - whole) / STEPS;
      const series = 1 / 6 - rest * (1 / 24 - rest / 120);
      values[i] = table[whole] * (1 - rest * (1 - rest * (0.5 - rest * series)));
    } else values[i] = 0;
  }
}
