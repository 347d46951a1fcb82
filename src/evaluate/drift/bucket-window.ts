/** What a window of buckets begins with. */
export interface WindowStart {
  readonly total: number;
  readonly squares: number;
  readonly rows: readonly (readonly (readonly [number, number])[])[];
}

/** The newest values of a series, of which only sums are known: of 1 value each, further back of 2, 4, 8 and so on. */
export interface BucketWindow {
  /** How many values. */
  readonly width: number;
  readonly total: number;
  /** Sum of the squared distances from the mean, but for rounding. */
  readonly squares: number;
  add(value: number): void;
  /** Forgets the oldest bucket; there must be two. */
  dropOldest(): void;
  /** Whether somewhere between two buckets the window is to be cut: `n` values are older, whose mean is higher by `difference`. */
  someCut(isCut: (n: number, difference: number) => boolean): boolean;
  /** Sum and squared distances of each bucket, by size, the oldest of a size first. */
  rows(): [number, number][][];
}

/** Up to 2 ** 40 values. */
const N_ROWS = 40;

/**
 * A window of exponential buckets: when there are more than `maxBuckets` of a size, the two oldest become one.
 *
 * Source: Bifet and Gavaldà 2007, section 3.2; squared distances are joined as by Chan, Golub and LeVeque 1983, eq. 1.5b.
 */
export function createBucketWindow(maxBuckets: number, start: WindowStart): BucketWindow {
  const room = maxBuckets + 1;
  const sums = new Float64Array(N_ROWS * room);
  const spreads = new Float64Array(N_ROWS * room);
  const counts = new Int32Array(N_ROWS);
  let { total, squares } = start;
  let width = 0;
  let nRows = 1;

  const push = (row: number, sum: number, spread: number) => {
    const at = row * room + counts[row]++;
    sums[at] = sum;
    spreads[at] = spread;
    if (row >= nRows) nRows = row + 1;
  };
  const removeFirst = (row: number, n: number) => {
    const first = row * room;
    sums.copyWithin(first, first + n, first + counts[row]);
    spreads.copyWithin(first, first + n, first + counts[row]);
    counts[row] -= n;
  };
  const mergeFull = () => {
    for (let row = 0; row < N_ROWS - 1 && counts[row] > maxBuckets; row++) {
      const at = row * room;
      const size = 2 ** row;
      const apart = (sums[at] - sums[at + 1]) / size;
      const spread = spreads[at] + spreads[at + 1] + (size * apart * apart) / 2;
      push(row + 1, sums[at] + sums[at + 1], spread);
      removeFirst(row, 2);
    }
  };
  start.rows.forEach((buckets, row) => {
    for (const [sum, spread] of buckets) {
      push(row, sum, spread);
      width += 2 ** row;
    }
  });
  return {
    get width() {
      return width;
    },
    get total() {
      return total;
    },
    get squares() {
      return squares;
    },
    add: (value) => {
      if (width > 0) squares += (width * (value - total / width) ** 2) / (width + 1);
      width++;
      total += value;
      push(0, value, 0);
      mergeFull();
    },
    dropOldest: () => {
      const row = nRows - 1;
      const [size, at] = [2 ** row, row * room];
      width -= size;
      total -= sums[at];
      const apart = sums[at] / size - total / width;
      squares -= spreads[at] + (size * width * apart * apart) / (size + width);
      removeFirst(row, 1);
      while (nRows > 1 && counts[nRows - 1] === 0) nRows--;
    },
    someCut: (isCut) => {
      let n = 0;
      let sum = 0;
      for (let row = nRows - 1; row >= 0; row--) {
        for (let k = 0; k < counts[row]; k++) {
          n += 2 ** row;
          sum += sums[row * room + k];
          if (n < width && isCut(n, sum / n - (total - sum) / (width - n))) return true;
        }
      }
      return false;
    },
    rows: () =>
      Array.from({ length: nRows }, (_, row) =>
        Array.from({ length: counts[row] }, (_, k): [number, number] => [
          sums[row * room + k],
          spreads[row * room + k],
        ]),
      ),
  };
}
