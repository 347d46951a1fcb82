import { checkInteger, checkOptionNames } from '../../check-options';
import { checkWindows } from '../../detectors/check';
import { batchOf, type Windows } from '../../features/window';
import { createRandom } from '../../random';

/** How small the code is. */
export interface LinearCodeOptions {
  /** Numbers a window. Default 32. */
  readonly nKept?: number;
  /** Of the first directions. Default 0. */
  readonly seed?: number;
}

/** Enough for an error within some percent of the least, where variances fall as those of a plant do. */
const N_ITERATIONS = 6;

/**
 * The error that a linear code of some numbers a window leaves: what an autoencoder with as narrow a middle is measured by.
 *
 * The code is the projection on the leading principal components of whole windows, found by subspace iteration. An autoencoder
 * that does worse is not held back by the size of its code. Memory is that of all training windows, 4 bytes a number.
 * Source: Halko, Martinsson and Tropp 2011, Finding structure with randomness, algorithm 4.4.
 *
 * @param train normal windows, at least `nKept`.
 * @param windows what the error is of, of the same shape.
 * @returns mean squared error over windows, steps and features.
 * @throws {RangeError} if there are no windows or too few, shapes differ, a value is not finite, or an option is unknown or out of range.
 * @example
 * linearCodeError(train, validation, { nKept: 32 });
 */
export function linearCodeError(
  train: Windows,
  windows: Windows,
  options: LinearCodeOptions = {},
): number {
  checkOptionNames(options, ['nKept', 'seed']);
  const { nKept = 32, seed = 0 } = options;
  checkWindows(train);
  checkWindows(windows, train);
  const size = train.length * train.nFeatures;
  checkInteger('nKept', nKept, 1, Math.min(size, train.ends.length));
  const rows = rowsOf(train);
  const center = new Float64Array(size);
  for (const row of rows) addTo(center, row, 1 / rows.length);
  for (const row of rows) subtract(row, center);
  const directions = leadingDirections(rows, nKept, seed);
  let sum = 0;
  const held = rowsOf(windows);
  for (const row of held) {
    subtract(row, center);
    sum += dot(row, row);
    for (const direction of directions) sum -= dot(row, direction) ** 2;
  }
  return Math.max(0, sum) / (held.length * size);
}

function rowsOf(windows: Windows): Float32Array[] {
  return Array.from(windows.ends, (_, i) => batchOf(windows, i, i + 1));
}

/** Orthonormal; power iteration of all at once. */
function leadingDirections(
  rows: readonly Float32Array[],
  nKept: number,
  seed: number,
): Float64Array[] {
  const random = createRandom(seed);
  const drawn = () => Float64Array.from(rows[0], () => random.normal(0, 1));
  let directions = Array.from({ length: nKept }, drawn);
  orthonormalize(directions);
  for (let i = 0; i < N_ITERATIONS; i++) {
    const next = directions.map(({ length }) => new Float64Array(length));
    for (const row of rows) {
      directions.forEach((direction, k) => {
        addTo(next[k], row, dot(row, direction));
      });
    }
    orthonormalize(next);
    directions = next;
  }
  return directions;
}

/** In place, by modified Gram-Schmidt, twice for accuracy; what depends on those before becomes 0. */
function orthonormalize(directions: readonly Float64Array[]): void {
  directions.forEach((direction, k) => {
    const before = Math.sqrt(dot(direction, direction));
    for (const other of [...directions.slice(0, k), ...directions.slice(0, k)]) {
      addTo(direction, other, -dot(direction, other));
    }
    const length = Math.sqrt(dot(direction, direction));
    const factor = length > 1e-10 * before ? 1 / length : 0;
    for (let j = 0; j < direction.length; j++) direction[j] *= factor;
  });
}

function dot(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function addTo(into: Float64Array, values: Float32Array | Float64Array, factor: number): void {
  for (let j = 0; j < into.length; j++) into[j] += factor * values[j];
}

function subtract(row: Float32Array, center: Float64Array): void {
  for (let j = 0; j < row.length; j++) row[j] -= center[j];
}
