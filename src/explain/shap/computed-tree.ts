import type { Matrix } from '../../matrix';
import { leafShap } from './leaf-shap';
import type { ShapSplit, ShapTree } from './shap-tree';

/** Samples walked through a tree at a time: their masks stay in the cache. */
const BLOCK = 256;

/**
 * Adds what a tree gives to each sample to its sums, both of shape `[nSamples, nFeatures]`; computed leaf by
 * leaf for the samples at hand, which suits few of them.
 */
export function addComputedTree(tree: ShapTree, samples: Matrix, sums: Float64Array): void {
  const { nNodes, splits, leaves } = tree;
  const { nSamples, nFeatures } = samples;
  const width = Math.min(BLOCK, nSamples);
  const masks = new Int32Array(nNodes * width).fill(-1, 0, width);
  for (let start = 0; start < nSamples; start += width) {
    const n = Math.min(width, nSamples - start);
    for (const split of splits) passOn(split, masks, width, samples, start, n);
    for (const leaf of leaves) {
      const values = leafShap(leaf, masks.subarray(leaf.node * width, leaf.node * width + n));
      leaf.features.forEach((feature, j) => {
        for (let i = 0; i < n; i++) sums[(start + i) * nFeatures + feature] += values[j * n + i];
      });
    }
  }
}

/** Hands the masks of samples on to both children, the feature's bit cleared where they do not go. */
function passOn(
  { node, left, right, feature, threshold, bit }: ShapSplit,
  masks: Int32Array,
  width: number,
  { data, nFeatures }: Matrix,
  start: number,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const mask = masks[node * width + i];
    const goesLeft = Number(data[(start + i) * nFeatures + feature] < threshold);
    masks[left * width + i] = mask & ~(bit * (1 - goesLeft));
    masks[right * width + i] = mask & ~(bit * goesLeft);
  }
}
