import { type Matrix, takeRows } from '../matrix';
import { createRandom, type Random } from '../random';
import { atLeastTwo, checkTreeCount } from './forest';
import {
  createHyperplaneBuilder,
  type HyperplaneBuilder,
  type HyperplaneForest,
} from './hyperplane-forest';
import { averagePathLength } from './isolation-tree';

/**
 * Grows trees that split by random hyperplanes, each on `sampleSize` samples drawn without replacement.
 *
 * A normal has random components, one more than `extensionLevel`, on features that vary in the node;
 * the hyperplane goes through a random point in the node's bounding box. At level 0 these are the
 * splits of the isolation forest. Source: Hariri, Carrasco Kind and Brunner 2019, algorithm 2.
 *
 * @throws {RangeError} if there are more trees than memory holds, or values are so large that a hyperplane's product
 * overflows.
 */
export function growHyperplaneForest(
  samples: Matrix,
  options: {
    readonly nTrees: number;
    readonly sampleSize: number;
    readonly extensionLevel: number;
    readonly seed: number;
  },
): HyperplaneForest {
  const train = atLeastTwo(samples);
  const random = createRandom(options.seed);
  const size = Math.min(options.sampleSize, train.nSamples);
  checkTreeCount(options.nTrees, size, 4 + train.nFeatures / 2);
  const maxDepth = Math.ceil(Math.log2(size));
  const builder = createHyperplaneBuilder();
  for (let tree = 0; tree < options.nTrees; tree++) {
    const drawn = takeRows(train, random.sample(train.nSamples, size));
    builder.startTree();
    growTree(drawn, random, maxDepth, options.extensionLevel + 1, builder);
  }
  return builder.build(train.nFeatures, averagePathLength(size));
}

/** Grows one tree; the drawn samples are reordered through `order`, never copied. */
function growTree(
  drawn: Matrix,
  random: Random,
  maxDepth: number,
  nComponents: number,
  builder: HyperplaneBuilder,
): void {
  const { nFeatures } = drawn;
  const order = Int32Array.from({ length: drawn.nSamples }, (_, i) => i);
  const normal = new Float64Array(nFeatures);
  const low = new Float64Array(nFeatures);
  const high = new Float64Array(nFeatures);
  const grow = (start: number, end: number, depth: number): number => {
    const isSplit = depth < maxDepth && end - start > 1;
    const varying = isSplit ? findRanges(drawn, order.subarray(start, end), low, high) : [];
    if (varying.length === 0) return builder.leaf(depth + averagePathLength(end - start));
    const value = drawHyperplane(random, chosen(random, varying, nComponents), low, high, normal);
    const node = builder.split(normal, value);
    const middle = start + partition(drawn, order.subarray(start, end), normal, value);
    const left = grow(start, middle, depth + 1);
    builder.link(node, left, grow(middle, end, depth + 1));
    return node;
  };
  grow(0, drawn.nSamples, 0);
}

/** Fills the lowest and highest value of each feature, and gives the features that vary. */
function findRanges(
  { data, nFeatures }: Matrix,
  rows: Int32Array,
  low: Float64Array,
  high: Float64Array,
): number[] {
  low.fill(Infinity);
  high.fill(-Infinity);
  for (let i = 0; i < rows.length; i++) {
    const offset = rows[i] * nFeatures;
    for (let j = 0; j < nFeatures; j++) {
      const x = data[offset + j];
      if (x < low[j]) low[j] = x;
      if (x > high[j]) high[j] = x;
    }
  }
  return Array.from(low.keys()).filter((j) => low[j] < high[j]);
}

function chosen(random: Random, varying: readonly number[], nComponents: number) {
  if (varying.length <= nComponents) return varying;
  return Array.from(random.sample(varying.length, nComponents), (i) => varying[i]);
}

/** Fills the normal, and gives its product with the point that the hyperplane goes through. */
function drawHyperplane(
  random: Random,
  features: readonly number[],
  low: Float64Array,
  high: Float64Array,
  normal: Float64Array,
): number {
  normal.fill(0);
  let value = 0;
  for (const j of features) {
    normal[j] = random.normal();
    value += normal[j] * (low[j] + random.uniform() * (high[j] - low[j]));
  }
  if (Number.isFinite(value)) return value;
  throw new RangeError(
    `samples must be small enough for a hyperplane, got ${low[features[0]]} to ${high[features[0]]}`,
  );
}

/** Moves the samples on the normal's far side behind the others and gives where they start. */
function partition(
  { data, nFeatures }: Matrix,
  rows: Int32Array,
  normal: Float64Array,
  value: number,
): number {
  let middle = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let product = 0;
    for (let j = 0; j < nFeatures; j++) product += data[row * nFeatures + j] * normal[j];
    if (product <= value) {
      rows[i] = rows[middle];
      rows[middle++] = row;
    }
  }
  return middle;
}
