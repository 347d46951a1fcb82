import { checkSamples, type Matrix, takeRows } from '../matrix';

/**
 * Binary trees in flat arrays; children stand behind their parents.
 *
 * A sample goes left where its feature is below the node's threshold.
 */
export interface Forest extends Trees {
  /** Feature that a node splits on, -1 at a leaf, shape `[nNodes]`. */
  readonly feature: Int32Array;
  /** Threshold of a node; at a leaf the path length of the samples that end there, shape `[nNodes]`. */
  readonly value: Float64Array;
  /** Left child of a node; 0 at a leaf, shape `[nNodes]`. */
  readonly left: Int32Array;
  /** Right child of a node; 0 at a leaf, shape `[nNodes]`. */
  readonly right: Int32Array;
  /**
   * Training samples that reached a node, shape `[nNodes]`; what TreeSHAP weighs branches by. Folders
   * saved before it existed lack it and score as ever.
   */
  readonly counts?: Int32Array;
}

/** Samples walked through one tree before the next: they and the tree stay in the cache. */
const BLOCK = 512;

/** Numbers that trees may come to while they grow: 800 MB. */
const MOST_NUMBERS = 1e8;

/**
 * Refuses more trees than memory holds.
 *
 * @param nNumbers - In each node of a tree.
 * @throws {RangeError} with how many there may be.
 */
export function checkTreeCount(nTrees: number, sampleSize: number, nNumbers: number): void {
  const most = Math.max(1, Math.floor(MOST_NUMBERS / (nNumbers * (2 * sampleSize - 1))));
  if (nTrees <= most) return;
  throw new RangeError(
    `nTrees must be at most ${most} with ${sampleSize} samples a tree, got ${nTrees}`,
  );
}

/** A sample that is alone counts twice: a forest of it scores 0.5, as scikit-learn's does. */
export function atLeastTwo(samples: Matrix): Matrix {
  return samples.nSamples === 1 ? takeRows(samples, [0, 0]) : samples;
}

/** What forests of any split have in common. */
export interface Trees {
  readonly nFeatures: number;
  /** Expected path length that halves the score: c(sampleSize). */
  readonly normaliser: number;
  /** First node of each tree, shape `[nTrees]`. */
  readonly roots: Int32Array;
}

/** Adds the path lengths of the samples from `start` to `end` in a tree, by its place, to `lengths`. */
export type AddPathLengths<Kind extends Trees> = (
  forest: Kind,
  tree: number,
  samples: Matrix,
  start: number,
  end: number,
  lengths: Float64Array,
) => void;

/**
 * The mean path length of each sample over the trees, as an anomaly score.
 *
 * Source: Liu, Ting and Zhou 2008, eq. 2: `2 ** (-meanPathLength / normaliser)`.
 *
 * @returns shape `[nSamples]`, in (0, 1]; higher is more anomalous.
 * @throws {RangeError} if the width is not the forest's, or a value is not finite.
 */
export function scoreTrees<Kind extends Trees>(
  forest: Kind,
  samples: Matrix,
  addLengths: AddPathLengths<Kind>,
): Float32Array {
  checkSamples(samples, forest.nFeatures);
  const scores = new Float32Array(samples.nSamples);
  const lengths = new Float64Array(BLOCK);
  const scale = -1 / (forest.roots.length * forest.normaliser);
  for (let start = 0; start < samples.nSamples; start += BLOCK) {
    const end = Math.min(start + BLOCK, samples.nSamples);
    lengths.fill(0);
    for (let tree = 0; tree < forest.roots.length; tree++) {
      addLengths(forest, tree, samples, start, end, lengths);
    }
    for (let i = start; i < end; i++) scores[i] = 2 ** (lengths[i - start] * scale);
  }
  return scores;
}

/** Collects nodes while trees are grown. */
export interface ForestBuilder {
  startTree(): void;
  /** Adds a leaf that `count` training samples reached, and gives its node. */
  leaf(pathLength: number, count: number): number;
  /** Adds a split whose children are linked later, and gives its node. */
  split(feature: number, threshold: number): number;
  link(node: number, left: number, right: number): void;
  build(nFeatures: number, normaliser: number): Forest;
}

/** An empty forest to grow trees in. */
export function createForestBuilder(): ForestBuilder {
  const roots: number[] = [];
  const feature: number[] = [];
  const value: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const counts: number[] = [];
  const add = (splitFeature: number, nodeValue: number, count: number) => {
    feature.push(splitFeature);
    value.push(nodeValue);
    left.push(0);
    right.push(0);
    counts.push(count);
    return feature.length - 1;
  };
  return {
    startTree: () => roots.push(feature.length),
    leaf: (pathLength, count) => add(-1, pathLength, count),
    split: (splitFeature, threshold) => add(splitFeature, threshold, 0),
    link: (node, leftChild, rightChild) => {
      left[node] = leftChild;
      right[node] = rightChild;
      counts[node] = counts[leftChild] + counts[rightChild];
    },
    build: (nFeatures, normaliser) => ({
      nFeatures,
      normaliser,
      roots: Int32Array.from(roots),
      feature: Int32Array.from(feature),
      value: Float64Array.from(value),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      counts: Int32Array.from(counts),
    }),
  };
}

/**
 * Refuses a forest that a walk could leave or never end in.
 *
 * @throws {RangeError} if a node, feature or value is out of its range.
 */
export function checkForest(forest: Forest): void {
  const { roots, feature, value, left, right, nFeatures, normaliser } = forest;
  for (const name of ['roots', 'feature', 'value', 'left', 'right'] as const) {
    const Type = name === 'value' ? Float64Array : Int32Array;
    if (!(forest[name] instanceof Type)) {
      throw new RangeError(`forest must have array ${name} as ${Type.name}, got none`);
    }
  }
  const nNodes = feature.length;
  const sizes = [value.length, left.length, right.length];
  if (roots.length === 0 || !(normaliser > 0) || sizes.some((size) => size !== nNodes)) {
    throw new RangeError('forest must have trees and arrays of one length');
  }
  if (roots.some((root) => root < 0 || root >= nNodes)) {
    throw new RangeError(`forest must have roots in [0, ${nNodes})`);
  }
  for (let node = 0; node < nNodes; node++) {
    const isLeaf = feature[node] === -1;
    const childrenFollow = (child: number) => child > node && child < nNodes;
    const splits = feature[node] >= 0 && feature[node] < nFeatures;
    if (!Number.isFinite(value[node])) {
      throw new RangeError(`forest node ${node} must have a finite value, got ${value[node]}`);
    }
    if (!isLeaf && !(splits && childrenFollow(left[node]) && childrenFollow(right[node]))) {
      throw new RangeError(`forest node ${node} must split on a feature into later nodes`);
    }
  }
  if (forest.counts) checkCounts(forest.counts, feature);
}

/** Only a leaf may be empty: a tree that the package grew can split beside all samples of a node. */
function checkCounts(counts: Int32Array, feature: Int32Array): void {
  if (!(counts instanceof Int32Array) || counts.length !== feature.length) {
    throw new RangeError('forest must have an integer in counts for each node');
  }
  const node = counts.findIndex((count, i) => count < (feature[i] < 0 ? 0 : 1));
  if (node >= 0) {
    throw new RangeError(`forest node ${node} must hold training samples, got ${counts[node]}`);
  }
}
