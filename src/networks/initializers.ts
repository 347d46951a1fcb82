import type { Random } from '../random';

/**
 * Weights from the uniform distribution whose variance keeps the signal's size.
 *
 * Source: Glorot and Bengio 2010, eq. 16; Keras's default for kernels.
 *
 * @returns shape `[nInputs, nOutputs]`, row-major.
 */
export function glorotUniform(random: Random, nInputs: number, nOutputs: number): Float32Array {
  const limit = Math.sqrt(6 / (nInputs + nOutputs));
  return Float32Array.from(
    { length: nInputs * nOutputs },
    () => (2 * random.uniform() - 1) * limit,
  );
}

/**
 * A random matrix whose rows are orthonormal, for recurrent kernels.
 *
 * Source: Saxe, McClelland and Ganguli 2014; Keras's default for LSTM. Rows of normals made
 * orthogonal by the modified Gram-Schmidt process, twice for accuracy.
 *
 * @returns shape `[nRows, nColumns]`, row-major; `nColumns` at least `nRows`.
 */
export function orthogonal(random: Random, nRows: number, nColumns: number): Float32Array {
  const rows = Array.from({ length: nRows }, () =>
    Float64Array.from({ length: nColumns }, () => random.normal()),
  );
  rows.forEach((row, i) => {
    for (const done of [...rows.slice(0, i), ...rows.slice(0, i)]) {
      const along = dot(row, done);
      for (let j = 0; j < nColumns; j++) row[j] -= along * done[j];
    }
    const norm = Math.sqrt(dot(row, row));
    for (let j = 0; j < nColumns; j++) row[j] /= norm;
  });
  return Float32Array.from(rows.flatMap((row) => Array.from(row)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}
