import type { Matrix } from '../../matrix';
import { leafShap } from './leaf-shap';
import { type CountedForest, type ShapLeaf, type ShapSplit, shapTree } from './shap-tree';

/** Samples walked through one tree before the next: their masks stay in the cache. */
const BLOCK = 256;

/**
 * Shapley values of the mean path length over a forest's trees, where an unknown feature sends a
 * sample down both branches by their shares of the training samples.
 *
 * What a leaf adds depends only on which features a sample agrees with on the way to it; where there
 * are more samples than such sets, their values are computed once and looked up.
 *
 * @returns base value and contributions in steps of path length, shape `[nSamples, nFeatures]`.
 */
export function forestShap(
  forest: CountedForest,
  samples: Matrix,
): { readonly baseValue: number; readonly contributions: Matrix } {
  const { nSamples, nFeatures } = samples;
  const columns = transpose(samples.data, nSamples, nFeatures);
  const sums = new Float64Array(columns.length);
  const nTrees = forest.roots.length;
  let baseValue = 0;
  for (const root of forest.roots) {
    const { nNodes, splits, leaves } = shapTree(forest, root);
    const masks = new Int32Array(nNodes * BLOCK).fill(-1, 0, BLOCK);
    const tables = leaves.map((leaf) => tableOf(leaf, nSamples));
    for (let start = 0; start < nSamples; start += BLOCK) {
      const end = Math.min(start + BLOCK, nSamples);
      for (const split of splits) passOn(split, masks, columns, nSamples, start, end);
      leaves.forEach((leaf, k) => {
        addLeaf(leaf, tables[k], masks, sums, nSamples, start, end);
      });
    }
    for (const { value, weight } of leaves) baseValue += (value * weight) / nTrees;
  }
  const data = transpose(sums, nFeatures, nSamples).map((sum) => sum / nTrees);
  return { baseValue, contributions: { data, nSamples, nFeatures } };
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
  columns: Float64Array,
  nSamples: number,
  start: number,
  end: number,
): void {
  const offset = feature * nSamples + start;
  for (let i = 0; i < end - start; i++) {
    const mask = masks[node * BLOCK + i];
    const goesLeft = Number(columns[offset + i] < threshold); // no branch to guess wrong
    masks[left * BLOCK + i] = mask & ~(bit * (1 - goesLeft));
    masks[right * BLOCK + i] = mask & ~(bit * goesLeft);
  }
}

/** The values for every set of features; none where the samples are fewer than the sets. */
function tableOf(leaf: ShapLeaf, nSamples: number): Float64Array | undefined {
  const nSets = 2 ** leaf.features.length;
  if (nSets > nSamples) return undefined;
  return leafShap(
    leaf,
    Int32Array.from({ length: nSets }, (_, i) => i),
  );
}

/** Adds what one leaf gives to a block of samples. */
function addLeaf(
  leaf: ShapLeaf,
  table: Float64Array | undefined,
  masks: Int32Array,
  sums: Float64Array,
  nSamples: number,
  start: number,
  end: number,
): void {
  const own = masks.subarray(leaf.node * BLOCK, leaf.node * BLOCK + end - start);
  const values = table ?? leafShap(leaf, own);
  const nValues = table ? 2 ** leaf.features.length : own.length;
  for (let j = 0; j < leaf.features.length; j++) {
    const to = leaf.features[j] * nSamples + start;
    if (table) addLookedUp(sums, to, values, j * nValues, own, nValues - 1);
    else for (let i = 0; i < nValues; i++) sums[to + i] += values[j * nValues + i];
  }
}

function addLookedUp(
  sums: Float64Array,
  to: number,
  table: Float64Array,
  from: number,
  masks: Int32Array,
  bits: number,
): void {
  for (let i = 0; i < masks.length; i++) sums[to + i] += table[from + (masks[i] & bits)];
}
