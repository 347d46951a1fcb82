import type { Matrix } from '../matrix';
import { type Forest, scoreTrees, type Trees } from './forest';

/**
 * A forest laid out for walking: the right child stands behind the left, and a leaf leads to itself.
 *
 * So each step is an addition without a branch, and all walks in a tree have its depth: a processor can do
 * several at once, where it would wait for a wrongly guessed branch every other step.
 */
export interface ForestWalk extends Trees {
  /** Most steps in a tree, shape `[nTrees]`. */
  readonly depths: Int32Array;
  /** Feature that a node splits on; any at a leaf, shape `[nNodes]`. */
  readonly feature: Int32Array;
  /** NaN at a leaf, which no value reaches, shape `[nNodes]`. */
  readonly threshold: Float64Array;
  /** Left child, or the leaf itself, shape `[nNodes]`. */
  readonly child: Int32Array;
  /** Path length at a leaf; at a split that of its training samples, NaN without counts; shape `[nNodes]`. */
  readonly length: Float64Array;
}

/** By an array that no other forest has. */
const walks = new WeakMap<Int32Array, ForestWalk>();

/** The forest laid out, which is done once. @internal */
export function walkOf(forest: Forest): ForestWalk {
  const key = forest.counts ?? forest.feature;
  const found = walks.get(key);
  if (found) return found;
  const walk = layOut(forest);
  walks.set(key, walk);
  return walk;
}

/**
 * Scores samples by a forest of splits on single features, as `scoreTrees` says.
 *
 * @returns what scores; the forest is laid out when it is first called.
 */
export function forestScorer(forest: Forest): (samples: Matrix) => Float32Array {
  return (samples) => scoreTrees(walkOf(forest), samples, addPathLengths);
}

function layOut({ nFeatures, normaliser, roots, ...forest }: Forest): ForestWalk {
  const nNodes = forest.feature.length;
  const lengths = expectedLengths(forest);
  const walk: ForestWalk = {
    nFeatures,
    normaliser,
    roots: new Int32Array(roots.length),
    depths: new Int32Array(roots.length),
    feature: new Int32Array(nNodes),
    threshold: new Float64Array(nNodes).fill(Number.NaN),
    child: Int32Array.from({ length: nNodes }, (_, node) => node),
    length: new Float64Array(nNodes),
  };
  let nPlaced = 0;
  roots.forEach((root, tree) => {
    walk.roots[tree] = nPlaced++;
    let level = [[root, walk.roots[tree]]]; // from a node there to its place here
    for (let depth = 0; level.length > 0; depth++) {
      walk.depths[tree] = depth;
      const next: number[][] = [];
      for (const [from, to] of level) {
        walk.length[to] = lengths[from];
        if (forest.feature[from] < 0) continue;
        walk.feature[to] = forest.feature[from];
        walk.threshold[to] = forest.value[from];
        walk.child[to] = nPlaced;
        next.push([forest.left[from], nPlaced], [forest.right[from], nPlaced + 1]);
        nPlaced += 2;
      }
      level = next;
    }
  });
  return walk;
}

/** Mean path length of the training samples that reach a node: of its children's, by their counts. */
function expectedLengths(
  forest: Pick<Forest, 'feature' | 'value' | 'left' | 'right' | 'counts'>,
): Float64Array {
  const { feature, value, left, right, counts } = forest;
  const lengths = value.slice();
  for (let node = feature.length - 1; node >= 0; node--) {
    if (feature[node] < 0) continue;
    const [toLeft, toRight] = [left[node], right[node]];
    lengths[node] = counts
      ? (counts[toLeft] * lengths[toLeft] + counts[toRight] * lengths[toRight]) / counts[node]
      : Number.NaN;
  }
  return lengths;
}

/** Four walks at once; those that are left over, one by one. */
function addPathLengths(
  { feature, threshold, child, length, roots, depths }: ForestWalk,
  tree: number,
  { data, nFeatures }: Matrix,
  start: number,
  end: number,
  lengths: Float64Array,
): void {
  const root = roots[tree];
  const depth = depths[tree];
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const p = i * nFeatures;
    const q = p + nFeatures;
    const r = q + nFeatures;
    const s = r + nFeatures;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    for (let step = 0; step < depth; step++) {
      a = child[a] + Number(data[p + feature[a]] >= threshold[a]);
      b = child[b] + Number(data[q + feature[b]] >= threshold[b]);
      c = child[c] + Number(data[r + feature[c]] >= threshold[c]);
      d = child[d] + Number(data[s + feature[d]] >= threshold[d]);
    }
    lengths[i - start] += length[a];
    lengths[i - start + 1] += length[b];
    lengths[i - start + 2] += length[c];
    lengths[i - start + 3] += length[d];
  }
  for (; i < end; i++) {
    let node = root;
    const offset = i * nFeatures;
    for (let step = 0; step < depth; step++) {
      node = child[node] + Number(data[offset + feature[node]] >= threshold[node]);
    }
    lengths[i - start] += length[node];
  }
}
