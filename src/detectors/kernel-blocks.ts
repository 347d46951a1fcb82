/** Samples that are worked on together, so that each vector is read once for four of them. */
export const BLOCK_ROWS = 4;

/**
 * One number for each pair of `nRows` samples, a multiple of four, and `width` vectors: `out[row * width + j]`.
 *
 * `start` and `first` are where the samples and the vectors begin, counted in numbers, not in rows.
 */
export type PairBlock = (
  samples: Float64Array,
  start: number,
  nRows: number,
  vectors: Float64Array,
  first: number,
  width: number,
  nFeatures: number,
  out: Float64Array,
) => void;

// Plain variables: destructured ones would be allocated in these loops.

/** Squared Euclidean distances, from differences: exact where samples lie far from the origin. */
export const squaredDistances: PairBlock = (a, start, nRows, b, first, width, n, out) => {
  const even = width & ~1;
  for (let row = 0; row < nRows; row += BLOCK_ROWS) {
    const row0 = start + row * n;
    for (let j = 0; j < even; j += 2) {
      distancesToTwo(a, row0, b, first + j * n, n, out, row * width + j, width);
    }
    if (even < width)
      distancesToOne(a, row0, b, first + even * n, n, out, row * width + even, width);
  }
};

/** Dot products. */
export const dotProducts: PairBlock = (a, start, nRows, b, first, width, n, out) => {
  for (let row = 0; row < nRows; row += BLOCK_ROWS) {
    const row0 = start + row * n;
    for (let j = 0; j < width; j++) {
      productsWithOne(a, row0, b, first + j * n, n, out, row * width + j, width);
    }
  }
};

function distancesToTwo(
  a: Float64Array,
  row0: number,
  b: Float64Array,
  left: number,
  n: number,
  out: Float64Array,
  at: number,
  width: number,
): void {
  const row1 = row0 + n;
  const row2 = row1 + n;
  const row3 = row2 + n;
  const right = left + n;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = 0; k < n; k++) {
    const u = b[left + k];
    const v = b[right + k];
    const x0 = a[row0 + k];
    const x1 = a[row1 + k];
    const x2 = a[row2 + k];
    const x3 = a[row3 + k];
    a0 += (x0 - u) * (x0 - u);
    b0 += (x0 - v) * (x0 - v);
    a1 += (x1 - u) * (x1 - u);
    b1 += (x1 - v) * (x1 - v);
    a2 += (x2 - u) * (x2 - u);
    b2 += (x2 - v) * (x2 - v);
    a3 += (x3 - u) * (x3 - u);
    b3 += (x3 - v) * (x3 - v);
  }
  out[at] = a0;
  out[at + width] = a1;
  out[at + 2 * width] = a2;
  out[at + 3 * width] = a3;
  out[at + 1] = b0;
  out[at + width + 1] = b1;
  out[at + 2 * width + 1] = b2;
  out[at + 3 * width + 1] = b3;
}

function distancesToOne(
  a: Float64Array,
  row0: number,
  b: Float64Array,
  vector: number,
  n: number,
  out: Float64Array,
  at: number,
  width: number,
): void {
  const row1 = row0 + n;
  const row2 = row1 + n;
  const row3 = row2 + n;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let k = 0; k < n; k++) {
    const u = b[vector + k];
    const x0 = a[row0 + k];
    const x1 = a[row1 + k];
    const x2 = a[row2 + k];
    const x3 = a[row3 + k];
    a0 += (x0 - u) * (x0 - u);
    a1 += (x1 - u) * (x1 - u);
    a2 += (x2 - u) * (x2 - u);
    a3 += (x3 - u) * (x3 - u);
  }
  out[at] = a0;
  out[at + width] = a1;
  out[at + 2 * width] = a2;
  out[at + 3 * width] = a3;
}

function productsWithOne(
  a: Float64Array,
  row0: number,
  b: Float64Array,
  vector: number,
  n: number,
  out: Float64Array,
  at: number,
  width: number,
): void {
  const row1 = row0 + n;
  const row2 = row1 + n;
  const row3 = row2 + n;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  for (let k = 0; k < n; k++) {
    const u = b[vector + k];
    a0 += a[row0 + k] * u;
    a1 += a[row1 + k] * u;
    a2 += a[row2 + k] * u;
    a3 += a[row3 + k] * u;
  }
  out[at] = a0;
  out[at + width] = a1;
  out[at + 2 * width] = a2;
  out[at + 3 * width] = a3;
}
