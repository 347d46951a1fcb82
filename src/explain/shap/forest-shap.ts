import type { Matrix } from '../../matrix';
import { leafShap } from './leaf-shap';
import { leafTable } from './leaf-table';
import {
  type CountedForest,
  type ShapLeaf,
  type ShapSplit,
  type ShapTree,
  shapTree,
} from './shap-tree';

/** Samples walked through one tree before the next: their masks stay in the cache. */
const BLOCK = 256;
/** Numbers in the tables that are kept of a forest: 64 MB. */
const MOST_KEPT = 8 * 1024 * 1024;

/**
 * Shapley values of the mean path length over a forest's trees, where an unknown feature sends a
 * sample down both branches by their shares of the training samples.
 *
 * What a leaf adds depends only on which features a sample agrees with on the way to it; once a forest has
 * been asked for more samples than there are such sets, their values are computed once and looked up.
 *
 * @returns base value and contributions in steps of path length, shape `[nSamples, nFeatures]`.
 */
export function forestShap(
  forest: CountedForest,
  samples: Matrix,
): { readonly baseValue: number; readonly contributions: Matrix } {
  const { nSamples, nFeatures } = samples;
  const columns = transpose(samples.data, nSamples, nFeatures);
  const sums = { data: new Float64Array(columns.length), nSamples, nFeatures };
  const known = knownForest(forest);
  known.nAsked += nSamples;
  for (const tree of known.trees) addTree(known, tree, columns, sums);
  const nTrees = known.trees.length;
  const data = sums.data.map((sum) => sum / nTrees);
  return { baseValue: known.baseValue, contributions: { ...sums, data } };
}

/** What is kept of a forest that was explained: a service explains one sample at a time. */
interface KnownForest {
  readonly trees: readonly KnownTree[];
  readonly baseValue: number;
  /** Samples that it was asked for in all. */
  nAsked: number;
  /** Numbers in the tables that are kept. */
  nKept: number;
}

interface KnownTree extends ShapTree {
  /** Values of each leaf for every set of features, where they are kept. */
  readonly tables: (Float64Array | undefined)[];
}

/** By the counts of the forest's nodes, which no other forest has. */
const knownForests = new WeakMap<Int32Array, KnownForest>();

function knownForest(forest: CountedForest): KnownForest {
  const found = knownForests.get(forest.counts);
  if (found) return found;
  let baseValue = 0;
  const trees = Array.from(forest.roots, (root): KnownTree => {
    const tree = shapTree(forest, root);
    for (const { value, weight } of tree.leaves)
      baseValue += (value * weight) / forest.roots.length;
    return { ...tree, tables: tree.leaves.map(() => undefined) };
  });
  const known = { trees, baseValue, nAsked: 0, nKept: 0 };
  knownForests.set(forest.counts, known);
  return known;
}

function addTree(known: KnownForest, tree: KnownTree, columns: Float64Array, sums: Matrix): void {
  const { nNodes, splits, leaves } = tree;
  const { nSamples } = sums;
  const width = Math.min(BLOCK, nSamples);
  const masks = new Int32Array(nNodes * width).fill(-1, 0, width);
  const tables = leaves.map((_, k) => tableOf(known, tree, k, nSamples));
  for (let start = 0; start < nSamples; start += width) {
    const end = Math.min(start + width, nSamples);
    for (const split of splits) passOn(split, masks, width, columns, nSamples, start, end);
    for (let k = 0; k < leaves.length; k++) {
      const own = leaves[k].node * width;
      const table = tables[k];
      if (table) addLookedUp(leaves[k], table, masks, own, sums, start, end);
      else addComputed(leaves[k], masks.subarray(own, own + end - start), sums, start);
    }
  }
}

/**
 * The values of a leaf for every set of features, shape `[nSets, nFeatures of the leaf]`; none where the
 * samples so far are fewer than the sets.
 */
function tableOf(
  known: KnownForest,
  { leaves, tables }: KnownTree,
  k: number,
  nSamples: number,
): Float64Array | undefined {
  if (tables[k]) return tables[k];
  const nFeatures = leaves[k].features.length;
  const nSets = 2 ** nFeatures;
  const isKept = known.nKept + nSets * nFeatures <= MOST_KEPT;
  if (nSets > (isKept ? known.nAsked : nSamples)) return undefined;
  const table = leafTable(leaves[k]);
  if (isKept) {
    tables[k] = table;
    known.nKept += table.length;
  }
  return table;
}

function transpose(data: Float64Array, nRows: number, nColumns: number): Float64Array {
  const transposed = new Float64Array(data.length);
  for (let i = 0, from = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++, from++) transposed[j * nRows + i] = data[from];
  }
  return transposed;
}

/** Hands the masks of samples on to both children, the feature's bit cleared where they do not go. */
function passOn(
  { node, left, right, feature, threshold, bit }: ShapSplit,
  masks: Int32Array,
  width: number,
  columns: Float64Array,
  nSamples: number,
  start: number,
  end: number,
): void {
  const offset = feature * nSamples + start;
  for (let i = 0; i < end - start; i++) {
    const mask = masks[node * width + i];
    const goesLeft = Number(columns[offset + i] < threshold); // no branch to guess wrong
    masks[left * width + i] = mask & ~(bit * (1 - goesLeft));
    masks[right * width + i] = mask & ~(bit * goesLeft);
  }
}

/** Adds what one leaf gives to a block of samples, of which it has the masks. */
function addComputed(leaf: ShapLeaf, masks: Int32Array, sums: Matrix, start: number): void {
  const { data, nFeatures } = sums;
  const values = leafShap(leaf, masks);
  leaf.features.forEach((feature, j) => {
    for (let i = 0; i < masks.length; i++) {
      data[(start + i) * nFeatures + feature] += values[j * masks.length + i];
    }
  });
}

/** The same from the leaf's table; `own` is where its masks begin. */
function addLookedUp(
  { features }: ShapLeaf,
  table: Float64Array,
  masks: Int32Array,
  own: number,
  { data, nFeatures }: Matrix,
  start: number,
  end: number,
): void {
  const n = features.length;
  const bits = 2 ** n - 1;
  for (let i = start; i < end; i++) {
    const from = (masks[own + i - start] & bits) * n;
    const to = i * nFeatures;
    for (let j = 0; j < n; j++) data[to + features[j]] += table[from + j];
  }
}
