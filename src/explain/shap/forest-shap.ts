import type { Matrix } from '../../matrix';
import type { CountedForest } from '../counted-forest';
import { addComputedTree } from './computed-tree';
import { type ShapTree, shapTree } from './shap-tree';
import { addTabledTree, countSets, countValues, type TabledTree, tabledTree } from './tabled-tree';

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
  const known = knownForest(forest);
  const nTrees = known.trees.length;
  const sums = new Float64Array(samples.data.length);
  known.nAsked += nSamples;
  for (const tree of known.trees) {
    const tabled = tablesOf(known, tree, nSamples);
    if (tabled) addTabledTree(tabled, samples, sums);
    else addComputedTree(tree.plain, samples, sums);
  }
  const data = sums.map((sum) => sum / nTrees);
  return { baseValue: known.baseValue, contributions: { data, nSamples, nFeatures } };
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

interface KnownTree {
  readonly plain: ShapTree;
  /** Samples from which its tables take less time than they save. */
  readonly worthFrom: number;
  readonly nValues: number;
  tabled?: TabledTree;
}

/** By the counts of the forest's nodes, which no other forest has. */
const knownForests = new WeakMap<Int32Array, KnownForest>();

function knownForest(forest: CountedForest): KnownForest {
  const found = knownForests.get(forest.counts);
  if (found) return found;
  let baseValue = 0;
  const trees = Array.from(forest.roots, (root): KnownTree => {
    const plain = shapTree(forest, root);
    for (const { value, weight } of plain.leaves) {
      baseValue += (value * weight) / forest.roots.length;
    }
    const worthFrom = countSets(plain) / plain.leaves.length;
    return { plain, worthFrom, nValues: countValues(plain) };
  });
  const known = { trees, baseValue, nAsked: 0, nKept: 0 };
  knownForests.set(forest.counts, known);
  return known;
}

/** The tree's tables; none where its samples so far are too few for them. */
function tablesOf(known: KnownForest, tree: KnownTree, nSamples: number): TabledTree | undefined {
  if (tree.tabled) return tree.tabled;
  const isKept = known.nKept + tree.nValues <= MOST_KEPT;
  if ((isKept ? known.nAsked : nSamples) < tree.worthFrom) return undefined;
  const tabled = tabledTree(tree.plain);
  if (isKept) {
    tree.tabled = tabled;
    known.nKept += tree.nValues;
  }
  return tabled;
}
