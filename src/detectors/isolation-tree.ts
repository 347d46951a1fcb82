import { type Matrix, takeRows } from '../matrix';
import { createRandom, type Random } from '../random';
import {
  atLeastTwo,
  checkTreeCount,
  createForestBuilder,
  type Forest,
  type ForestBuilder,
} from './forest';

const EULER_GAMMA = 0.5772156649015329;

/**
 * Mean path length of an unsuccessful search in a binary search tree of `n` samples: c(n).
 *
 * Source: Liu, Ting and Zhou 2008, eq. 1, with H(i) = ln(i) + 0.5772…
 *
 * @returns 0 for 1 sample, 1 for 2; c(256) = 10.2448.
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER_GAMMA) - (2 * (n - 1)) / n;
}

/**
 * Grows isolation trees, each on `sampleSize` samples drawn without replacement.
 *
 * A node splits on a feature that varies in it, chosen at random, at a uniform point between its
 * lowest and highest value; it is a leaf at depth ceil(log2(sampleSize)) or where nothing varies.
 * Source: Liu, Ting and Zhou 2008, algorithms 1 and 2.
 */
export function growIsolationForest(
  samples: Matrix,
  nTrees: number,
  sampleSize: number,
  seed: number,
): Forest {
  const train = atLeastTwo(samples);
  const random = createRandom(seed);
  const size = Math.min(sampleSize, train.nSamples);
  checkTreeCount(nTrees, size, 5);
  const maxDepth = Math.ceil(Math.log2(size));
  const builder = createForestBuilder();
  for (let tree = 0; tree < nTrees; tree++) {
    const drawn = takeRows(train, random.sample(train.nSamples, size));
    builder.startTree();
    growTree(drawn, random, maxDepth, builder);
  }
  return builder.build(train.nFeatures, averagePathLength(size));
}

/** Grows one tree; the drawn samples are reordered through `order`, never copied. */
function growTree(drawn: Matrix, random: Random, maxDepth: number, builder: ForestBuilder): void {
  const { data, nFeatures } = drawn;
  const order = Int32Array.from({ length: drawn.nSamples }, (_, i) => i);
  const grow = (start: number, end: number, depth: number, varying: Int32Array): number => {
    const split = depth < maxDepth ? drawSplit(start, end, varying) : undefined;
    if (!split) return builder.leaf(depth + averagePathLength(end - start), end - start);
    const node = builder.split(split.feature, split.threshold);
    const middle = partition(start, end, split.feature, split.threshold);
    const left = grow(start, middle, depth + 1, split.varying);
    builder.link(node, left, grow(middle, end, depth + 1, split.varying));
    return node;
  };

  /** Tries the features in random order until one varies; the ones that do not are dropped below. */
  const drawSplit = (start: number, end: number, varying: Int32Array) => {
    if (end - start < 2) return undefined;
    const candidates = varying.slice();
    for (let nLeft = candidates.length; nLeft > 0; ) {
      const pick = random.integer(nLeft);
      const feature = candidates[pick];
      const [low, high] = range(start, end, feature);
      if (low < high) {
        const threshold = high - random.uniform() * (high - low);
        return {
          feature,
          threshold: threshold > low ? threshold : high,
          varying: candidates.subarray(0, nLeft),
        };
      }
      nLeft--;
      candidates[pick] = candidates[nLeft];
    }
    return undefined;
  };

  const range = (start: number, end: number, feature: number): [number, number] => {
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      const x = data[order[i] * nFeatures + feature];
      if (x < low) low = x;
      if (x > high) high = x;
    }
    return [low, high];
  };

  /** Moves the samples below the threshold to the front and gives where the others start. */
  const partition = (start: number, end: number, feature: number, threshold: number): number => {
    let middle = start;
    for (let i = start; i < end; i++) {
      const sample = order[i];
      if (data[sample * nFeatures + feature] < threshold) {
        order[i] = order[middle];
        order[middle++] = sample;
      }
    }
    return middle;
  };

  const features = Int32Array.from({ length: nFeatures }, (_, j) => j);
  grow(0, drawn.nSamples, 0, features);
}
