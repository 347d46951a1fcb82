import type { Matrix } from '../matrix';
import { type AddPathLengths, scoreTrees, type Trees } from './forest';

/**
 * Trees that split by hyperplanes, in flat arrays; children stand behind their parents.
 *
 * A sample goes left where its product with the split's normal is at most the node's value.
 */
export interface HyperplaneForest extends Trees {
  /** Split of a node, -1 at a leaf, shape `[nNodes]`. */
  readonly split: Int32Array;
  /** Normal of each split, row-major, shape `[nSplits, nFeatures]`. */
  readonly normals: Float64Array;
  /** The normal's product with a point on the hyperplane; at a leaf the path length, shape `[nNodes]`. */
  readonly value: Float64Array;
  /** Left child of a node; 0 at a leaf, shape `[nNodes]`. */
  readonly left: Int32Array;
  /** Right child of a node; 0 at a leaf, shape `[nNodes]`. */
  readonly right: Int32Array;
}

/** Scores samples, as `scoreTrees` says. */
export function scoreHyperplanes(forest: HyperplaneForest, samples: Matrix): Float32Array {
  return scoreTrees(forest, samples, addPathLengths);
}

const addPathLengths: AddPathLengths<HyperplaneForest> = (
  { split, normals, value, left, right, nFeatures, roots },
  tree,
  { data },
  start,
  end,
  lengths,
) => {
  for (let i = start; i < end; i++) {
    const offset = i * nFeatures;
    let node = roots[tree];
    while (split[node] >= 0) {
      const normal = split[node] * nFeatures;
      let product = 0;
      for (let j = 0; j < nFeatures; j++) product += data[offset + j] * normals[normal + j];
      node = product <= value[node] ? left[node] : right[node];
    }
    lengths[i - start] += value[node];
  }
};

/** Collects nodes while trees are grown. */
export interface HyperplaneBuilder {
  startTree(): void;
  /** Adds a leaf and gives its node. */
  leaf(pathLength: number): number;
  /** Adds a split whose children are linked later, and gives its node; the normal is copied. */
  split(normal: Float64Array, value: number): number;
  link(node: number, left: number, right: number): void;
  build(nFeatures: number, normaliser: number): HyperplaneForest;
}

/** An empty forest to grow trees in. */
export function createHyperplaneBuilder(): HyperplaneBuilder {
  const roots: number[] = [];
  const normals: number[] = [];
  const split: number[] = [];
  const value: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  let nSplits = 0;
  const add = (nodeSplit: number, nodeValue: number) => {
    split.push(nodeSplit);
    value.push(nodeValue);
    left.push(0);
    right.push(0);
    return split.length - 1;
  };
  return {
    startTree: () => roots.push(split.length),
    leaf: (pathLength) => add(-1, pathLength),
    split: (normal, nodeValue) => {
      for (const component of normal) normals.push(component);
      return add(nSplits++, nodeValue);
    },
    link: (node, leftChild, rightChild) => {
      left[node] = leftChild;
      right[node] = rightChild;
    },
    build: (nFeatures, normaliser) => ({
      nFeatures,
      normaliser,
      roots: Int32Array.from(roots),
      split: Int32Array.from(split),
      normals: Float64Array.from(normals),
      value: Float64Array.from(value),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
    }),
  };
}

/**
 * Refuses a forest that a walk could leave or never end in.
 *
 * @throws {RangeError} if an array, a node or a value is out of its range.
 */
export function checkHyperplanes(forest: HyperplaneForest): void {
  const { roots, split, normals, value, left, right, nFeatures } = forest;
  for (const name of ['roots', 'split', 'left', 'right'] as const) {
    if (forest[name] instanceof Int32Array) continue;
    throw new RangeError(`forest must have integers ${name}, got none`);
  }
  const isUsable = (array: unknown) =>
    array instanceof Float64Array && array.every(Number.isFinite);
  if (!isUsable(normals) || !isUsable(value)) {
    throw new RangeError('forest must have finite normals and value');
  }
  const [nNodes, nSplits] = [split.length, normals.length / nFeatures];
  if (roots.length === 0 || [value, left, right].some(({ length }) => length !== nNodes)) {
    throw new RangeError('forest must have trees and arrays of one length');
  }
  if (roots.some((root) => root < 0 || root >= nNodes)) {
    throw new RangeError(`forest must have roots in [0, ${nNodes})`);
  }
  const follows = (child: number, node: number) => child > node && child < nNodes;
  const bad = split.findIndex((index, node) => {
    const splits = index >= 0 && index < nSplits;
    return index !== -1 && !(splits && follows(left[node], node) && follows(right[node], node));
  });
  if (bad >= 0) throw new RangeError(`forest node ${bad} must split by a normal into later nodes`);
}
