import { IsolationForest } from 'ml-isolation-forest';
import { type Matrix, rowOf } from '../matrix';
import { createRandom } from '../random';
import { checkTreeCount, createForestBuilder, type Forest, type ForestBuilder } from './forest';

/** A node as the package keeps it. */
interface PackageNode {
  readonly left?: PackageNode;
  readonly right?: PackageNode;
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly trainingSet?: readonly unknown[];
}

/**
 * Grows a forest with the package `ml-isolation-forest` and takes its trees over.
 *
 * Scores equal the package's own `predict`, its c(n) included: it adds Euler's constant once
 * instead of twice, so that c(256) is 9.667 instead of 10.245.
 */
export function growMlForest(train: Matrix, nTrees: number, seed: number): Forest {
  checkTreeCount(nTrees, train.nSamples, 5);
  const forest = new IsolationForest({ nEstimators: nTrees });
  const rows = Array.from({ length: train.nSamples }, (_, i) => Array.from(rowOf(train, i)));
  withSeededChance(seed, () => forest.train(rows));
  const builder = createForestBuilder();
  for (const tree of forest.forest as PackageNode[]) {
    builder.startTree();
    copyNode(tree, 0, builder);
  }
  return builder.build(train.nFeatures, packagePathLength(Math.max(train.nSamples, 2)));
}

function copyNode(node: PackageNode, depth: number, builder: ForestBuilder): number {
  if (!node.left || !node.right) {
    const count = node.trainingSet?.length ?? 0;
    return builder.leaf(depth + packagePathLength(count), count);
  }
  const copy = builder.split(node.splitColumn ?? 0, node.splitValue ?? 0);
  const left = copyNode(node.left, depth + 1, builder);
  builder.link(copy, left, copyNode(node.right, depth + 1, builder));
  return copy;
}

/** Source: `Utils.js` of ml-isolation-forest 0.1.0, its slip kept. */
function packagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * Math.log(n - 1) + 0.57721 - (2 * (n - 1)) / n;
}

/** The package draws from the global source and takes no seed; the swap lasts one synchronous call. */
function withSeededChance(seed: number, work: () => void): void {
  // biome-ignore lint/plugin: kept only to be put back.
  const original = Math.random;
  try {
    Math.random = createRandom(seed).uniform;
    work();
  } finally {
    Math.random = original;
  }
}
