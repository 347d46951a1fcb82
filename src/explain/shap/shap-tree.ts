import type { CountedForest } from '../counted-forest';

/** One tree, with what its paths have to do with each feature; nodes are numbered from the root, 0. */
export interface ShapTree {
  readonly nNodes: number;
  /** Nodes that split, parents first. */
  readonly splits: readonly ShapSplit[];
  readonly leaves: readonly ShapLeaf[];
}

/** A node that splits, and the bit that stands for its feature in a path's mask. */
export interface ShapSplit {
  readonly node: number;
  readonly left: number;
  readonly right: number;
  readonly feature: number;
  readonly threshold: number;
  readonly bit: number;
}

/** A leaf, and the different features on the way to it in the order of their bits. */
export interface ShapLeaf {
  readonly node: number;
  readonly value: number;
  /** Share of the tree's training samples that end here. */
  readonly weight: number;
  readonly features: Int32Array;
  /** Share of training samples that a feature's splits let through to here, as `features`. */
  readonly shares: Float64Array;
}

/** A mask has 32 bits; isolation trees are as deep as the logarithm of their samples. */
const MOST_FEATURES = 31;

/**
 * Takes one tree out of a forest.
 *
 * @throws {RangeError} if a path splits on more than 31 different features.
 */
export function shapTree(forest: CountedForest, root: number): ShapTree {
  const { feature, value, left, right, counts } = forest;
  const splits: ShapSplit[] = [];
  const leaves: ShapLeaf[] = [];
  let nNodes = 1;
  const visit = (at: number, node: number, shares: ReadonlyMap<number, number>): void => {
    const split = feature[at];
    if (split < 0) {
      leaves.push({
        node,
        value: value[at],
        weight: counts[at] / counts[root],
        features: Int32Array.from(shares.keys()),
        shares: Float64Array.from(shares.values()),
      });
      return;
    }
    const before = shares.get(split) ?? 1;
    const below = (child: number) =>
      new Map(shares).set(split, (before * counts[child]) / counts[at]);
    const toLeft = below(left[at]);
    if (toLeft.size > MOST_FEATURES) {
      throw new RangeError(`trees must split on at most ${MOST_FEATURES} features a path`);
    }
    const bit = 1 << [...toLeft.keys()].indexOf(split);
    const next = { left: nNodes, right: nNodes + 1 };
    nNodes += 2;
    splits.push({ node, ...next, feature: split, threshold: value[at], bit });
    visit(left[at], next.left, toLeft);
    visit(right[at], next.right, below(right[at]));
  };
  visit(root, 0, new Map());
  return { nNodes, splits, leaves };
}
