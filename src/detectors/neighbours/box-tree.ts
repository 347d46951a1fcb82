import type { Matrix } from '../../matrix';

/**
 * A k-d tree in flat arrays: node 0 is the root, every node has the box round its samples.
 *
 * All leaves hold `leafSize` samples but the last, so that a leaf's samples begin at a multiple of it.
 */
export interface BoxTree {
  /** Row of each sample in the order of the leaves, shape `[nSamples]`. */
  readonly rows: Int32Array;
  /** First sample of a node in that order, shape `[nNodes]`. */
  readonly start: Int32Array;
  /** Behind its last sample, shape `[nNodes]`. */
  readonly end: Int32Array;
  /** Right child, 0 at a leaf; the left one is the next node. Shape `[nNodes]`. */
  readonly right: Int32Array;
  /** Least value of each feature, shape `[nNodes, nFeatures]`. */
  readonly lower: Float64Array;
  /** Largest value of each feature, shape `[nNodes, nFeatures]`. */
  readonly upper: Float64Array;
}

/** Splits samples in halves, across the feature that they spread widest in, down to leaves. */
export function growBoxTree(samples: Matrix, leafSize: number): BoxTree {
  const { nSamples, nFeatures } = samples;
  const nNodes = 2 * Math.ceil(nSamples / leafSize) - 1;
  const tree: BoxTree = {
    rows: Int32Array.from({ length: nSamples }, (_, i) => i),
    start: new Int32Array(nNodes),
    end: new Int32Array(nNodes),
    right: new Int32Array(nNodes),
    lower: new Float64Array(nNodes * nFeatures),
    upper: new Float64Array(nNodes * nFeatures),
  };
  let nGrown = 0;
  const grow = (start: number, end: number): void => {
    const node = nGrown++;
    tree.start[node] = start;
    tree.end[node] = end;
    const widest = encloseSamples(tree, node, samples);
    const nLeaves = Math.ceil((end - start) / leafSize);
    if (nLeaves === 1) return;
    const middle = start + (nLeaves >> 1) * leafSize;
    partition(tree.rows, start, end, middle, samples, widest);
    grow(start, middle);
    tree.right[node] = nGrown;
    grow(middle, end);
  };
  grow(0, nSamples);
  return tree;
}

/** Sets the box of a node, and gives the feature that is widest in it. */
function encloseSamples(tree: BoxTree, node: number, { data, nFeatures }: Matrix): number {
  const { rows, start, end, lower, upper } = tree;
  const box = node * nFeatures;
  let widest = 0;
  for (let j = 0; j < nFeatures; j++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = start[node]; i < end[node]; i++) {
      const value = data[rows[i] * nFeatures + j];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    lower[box + j] = low;
    upper[box + j] = high;
    if (high - low > upper[box + widest] - lower[box + widest]) widest = j;
  }
  return widest;
}

/** Hoare's selection: afterwards no row before `middle` has a larger value than one behind it. */
function partition(
  rows: Int32Array,
  start: number,
  end: number,
  middle: number,
  { data, nFeatures }: Matrix,
  feature: number,
): void {
  let low = start;
  let high = end - 1;
  while (low < high) {
    const pivot = data[rows[(low + high) >> 1] * nFeatures + feature];
    let i = low;
    let j = high;
    while (i <= j) {
      while (data[rows[i] * nFeatures + feature] < pivot) i++;
      while (data[rows[j] * nFeatures + feature] > pivot) j--;
      if (i > j) break;
      const row = rows[i];
      rows[i++] = rows[j];
      rows[j--] = row;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

/** Squared distance between the boxes of two nodes: a sample of one is no nearer to one of the other. */
export function gapBetween(a: BoxTree, nodeOfA: number, b: BoxTree, nodeOfB: number): number {
  const nFeatures = a.lower.length / a.right.length;
  const [i, k] = [nodeOfA * nFeatures, nodeOfB * nFeatures];
  let sum = 0;
  for (let j = 0; j < nFeatures; j++) {
    const gap = Math.max(a.lower[i + j] - b.upper[k + j], b.lower[k + j] - a.upper[i + j], 0);
    sum += gap * gap;
  }
  return sum;
}
