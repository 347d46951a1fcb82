import { checkList } from './check-options';

/**
 * Numbers in rows: the one numeric type that passes between modules.
 *
 * `data` is row-major: feature `j` of sample `i` is `data[i * nFeatures + j]`.
 */
export interface Matrix {
  /** Row-major values, length `nSamples * nFeatures`. */
  readonly data: Float64Array;
  readonly nSamples: number;
  readonly nFeatures: number;
}

/**
 * A matrix from rows of numbers.
 *
 * @returns shape `[rows.length, rows[0].length]`; `[0, 0]` for no rows.
 * @throws {RangeError} if the rows differ in length.
 * @throws {TypeError} if there are no rows or one is not an array, or a value is not a number (NaN is one; detectors refuse it, imputers fill it).
 */
export function matrix(rows: readonly ArrayLike<number>[]): Matrix {
  checkList('rows', rows);
  rows.forEach((row, i) => {
    if (!isArrayLike(row)) throw new TypeError(`row ${i} must be an array of numbers, got ${row}`);
  });
  const nFeatures = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * nFeatures);
  rows.forEach((row, i) => {
    if (row.length !== nFeatures) {
      throw new RangeError(`row ${i} must have ${nFeatures} values, got ${row.length}`);
    }
    for (let j = 0; j < nFeatures; j++) {
      if (typeof row[j] !== 'number') {
        throw new TypeError(`row ${i}, column ${j} must be a number, got ${typeof row[j]}`);
      }
      data[i * nFeatures + j] = row[j];
    }
  });
  return { data, nSamples: rows.length, nFeatures };
}

function isArrayLike(row: unknown): boolean {
  return typeof row === 'object' && row !== null && 'length' in row;
}

/**
 * A view of one sample; changing it changes the matrix.
 *
 * @returns shape `[nFeatures]`.
 */
export function rowOf(samples: Matrix, index: number): Float64Array {
  const start = index * samples.nFeatures;
  return samples.data.subarray(start, start + samples.nFeatures);
}

/**
 * The chosen samples, in the given order, copied.
 *
 * @returns shape `[indices.length, nFeatures]`.
 * @throws {RangeError} if an index is not a sample of the matrix.
 */
export function takeRows(samples: Matrix, indices: ArrayLike<number>): Matrix {
  const { nFeatures, nSamples } = samples;
  const data = new Float64Array(indices.length * nFeatures);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!Number.isInteger(index) || index < 0 || index >= nSamples) {
      throw new RangeError(`index must be an integer in [0, ${nSamples}), got ${index}`);
    }
    data.set(rowOf(samples, index), i * nFeatures);
  }
  return { data, nSamples: indices.length, nFeatures };
}

/**
 * Refuses samples that no detector can learn from or score.
 *
 * @throws {TypeError} if it is no matrix.
 * @throws {RangeError} if there are no samples or features, values are more or fewer than the shape says, the width
 * is not `nFeatures`, or a value is not finite.
 */
export function checkSamples(samples: Matrix, nFeatures: number = samples?.nFeatures): void {
  if (!(samples?.data instanceof Float64Array)) {
    throw new TypeError('samples must be a matrix, as matrix(rows) makes it');
  }
  if (samples.nSamples === 0 || samples.nFeatures === 0) {
    throw new RangeError(
      `samples must not be empty, got shape [${samples.nSamples}, ${samples.nFeatures}]`,
    );
  }
  if (samples.nFeatures !== nFeatures) {
    throw new RangeError(`samples must have ${nFeatures} features, got ${samples.nFeatures}`);
  }
  const { data, nSamples } = samples;
  if (data.length !== nSamples * nFeatures) {
    throw new RangeError(
      `samples must have ${nSamples * nFeatures} values for shape [${nSamples}, ${nFeatures}], got ${data.length}`,
    );
  }
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new RangeError(
        `sample ${Math.floor(i / nFeatures)}, feature ${i % nFeatures} must be finite, got ${data[i]}`,
      );
    }
  }
}
