/** Eigenvalues of a symmetric matrix, descending, and their vectors. */
export interface SymmetricEigen {
  /** Descending, shape `[size]`. */
  readonly values: Float64Array;
  /** Unit vectors in rows, the entry of largest magnitude positive, shape `[size, size]`. */
  readonly vectors: Float64Array;
}

/** Enough for any matrix; ten are usual. */
const MOST_SWEEPS = 60;

/**
 * The eigenvalues and eigenvectors of a real symmetric matrix.
 *
 * Accurate also for small eigenvalues; time grows with the cube of the size.
 * Source: Golub and Van Loan 2013, Matrix Computations, section 8.5.3, cyclic Jacobi.
 *
 * @param matrix - Row-major and finite, shape `[size, size]`; left as it is.
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        if (isNegligible(a, size, p, q)) continue;
        rotate(a, vectors, size, p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  return sortedEigen(a, vectors, size);
}

/** Too small to change the diagonal in 64 bits. */
function isNegligible(a: Float64Array, size: number, p: number, q: number): boolean {
  const bound = Math.sqrt(Math.abs(a[p * size + p])) * Math.sqrt(Math.abs(a[q * size + q]));
  return Math.abs(a[p * size + q]) <= Math.max(bound * Number.EPSILON, Number.MIN_VALUE);
}

/** Makes entry (p, q) zero; the vectors are kept in rows, so that they turn in place. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const [pq, pp, qq] = [a[p * size + q], a[p * size + p], a[q * size + q]];
  const tau = (qq - pp) / (2 * pq);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    if (k === p || k === q) continue;
    const [kp, kq] = [a[p * size + k], a[q * size + k]];
    const [newP, newQ] = [c * kp - s * kq, s * kp + c * kq];
    a[p * size + k] = a[k * size + p] = newP;
    a[q * size + k] = a[k * size + q] = newQ;
  }
  a[p * size + p] = pp - t * pq;
  a[q * size + q] = qq + t * pq;
  a[p * size + q] = a[q * size + p] = 0;
  for (let k = 0; k < size; k++) {
    const [vp, vq] = [vectors[p * size + k], vectors[q * size + k]];
    vectors[p * size + k] = c * vp - s * vq;
    vectors[q * size + k] = s * vp + c * vq;
  }
}

function sortedEigen(a: Float64Array, rows: Float64Array, size: number): SymmetricEigen {
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => a[j * size + j] - a[i * size + i],
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    const row = rows.subarray(from * size, (from + 1) * size);
    const largest = row.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
    const sign = largest < 0 ? -1 : 1;
    vectors.set(
      row.map((entry) => sign * entry),
      to * size,
    );
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i]), vectors };
}
