import type { Matrix } from '../../matrix';
import { leafShap } from './leaf-shap';
import type { ShapTree } from './shap-tree';

/**
 * A tree with what each leaf adds for every set of features that a sample may agree with on the way to it.
 *
 * All in flat arrays, so that one sample is explained within the processor's cache.
 */
export interface TabledTree {
  readonly nNodes: number;
  /** Node, left and right child, feature and bit of each split, shape `[nSplits, 5]`. */
  readonly splits: Int32Array;
  /** Shape `[nSplits]`. */
  readonly thresholds: Float64Array;
  /** Node, number of features, first of them and first value of each leaf, shape `[nLeaves, 4]`. */
  readonly leaves: Int32Array;
  /** Features of all leaves, one behind the other. */
  readonly features: Int32Array;
  /** Of each leaf: shape `[nSets, nFeatures of the leaf]`. */
  readonly values: Float64Array;
}

/** Numbers in the tables of a tree. */
export function countValues({ leaves }: ShapTree): number {
  return leaves.reduce((sum, { features }) => sum + features.length * 2 ** features.length, 0);
}

/** Sets of features of all leaves: as many samples would have to be computed one by one. */
export function countSets({ leaves }: ShapTree): number {
  return leaves.reduce((sum, { features }) => sum + 2 ** features.length, 0);
}

/** Computes a tree's tables. */
export function tabledTree(tree: ShapTree): TabledTree {
  const { nNodes, splits, leaves } = tree;
  const values = new Float64Array(countValues(tree));
  const places: number[] = [];
  const features: number[] = [];
  let first = 0;
  for (const leaf of leaves) {
    const n = leaf.features.length;
    const nSets = 2 ** n;
    places.push(leaf.node, n, features.length, first);
    features.push(...leaf.features);
    const byFeature = leafShap(
      leaf,
      Int32Array.from({ length: nSets }, (_, set) => set),
    );
    for (let set = 0; set < nSets; set++) {
      for (let j = 0; j < n; j++) values[first++] = byFeature[j * nSets + set];
    }
  }
  const links = splits.flatMap(({ node, left, right, feature, bit }) => [
    node,
    left,
    right,
    feature,
    bit,
  ]);
  return {
    nNodes,
    splits: Int32Array.from(links),
    thresholds: Float64Array.from(splits, ({ threshold }) => threshold),
    leaves: Int32Array.from(places),
    features: Int32Array.from(features),
    values,
  };
}

/** Adds what the tree gives to each sample to its sums, both of shape `[nSamples, nFeatures]`. */
export function addTabledTree(tree: TabledTree, samples: Matrix, sums: Float64Array): void {
  const masks = new Int32Array(tree.nNodes);
  masks[0] = -1; // at the root a sample agrees with everything
  for (let i = 0; i < samples.nSamples; i++) {
    const start = i * samples.nFeatures;
    passDown(tree, samples.data, start, masks);
    addLeaves(tree, masks, sums, start);
  }
}

/** Hands a sample's mask on to both children, the feature's bit cleared where it does not go. */
function passDown(
  { splits, thresholds }: TabledTree,
  data: Float64Array,
  start: number,
  masks: Int32Array,
): void {
  for (let s = 0, k = 0; s < thresholds.length; s++, k += 5) {
    const mask = masks[splits[k]];
    const bit = splits[k + 4];
    const goesLeft = Number(data[start + splits[k + 3]] < thresholds[s]); // no branch to guess wrong
    masks[splits[k + 1]] = mask & ~(bit * (1 - goesLeft));
    masks[splits[k + 2]] = mask & ~(bit * goesLeft);
  }
}

function addLeaves(
  { leaves, features, values }: TabledTree,
  masks: Int32Array,
  sums: Float64Array,
  start: number,
): void {
  for (let k = 0; k < leaves.length; k += 4) {
    const n = leaves[k + 1];
    const own = leaves[k + 2];
    const from = leaves[k + 3] + (masks[leaves[k]] & ((1 << n) - 1)) * n;
    for (let j = 0; j < n; j++) sums[start + features[own + j]] += values[from + j];
  }
}
