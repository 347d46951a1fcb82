import { createRandom, type Random } from '../../random';

/** Random binary trees, grown before there are any samples; only their masses learn. */
export interface HalfSpaceForest {
  readonly nTrees: number;
  readonly depth: number;
  /** Which feature each inner node asks, shape `[nTrees, 2 ** depth - 1]`; children of node `i` are `2i + 1` and `2i + 2`. */
  readonly features: Int32Array;
  /** Below it the sample goes left. Same shape. */
  readonly splits: Float64Array;
}

/** The least and the largest value of each feature. Plain JSON. */
export interface FeatureRanges {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Grows trees that halve the space again and again, each time in a feature drawn at random.
 *
 * In each tree a feature's range is stretched round a point drawn in it, so that halves lie elsewhere in each
 * tree: 2 to 4 times the range, which holds samples somewhat beyond it, too. A feature without
 * a range gets one of width 1.
 * Source: Tan, Ting and Liu 2011, section 2 (work ranges) and algorithm 1.
 */
export function growHalfSpaceForest(
  ranges: FeatureRanges,
  nTrees: number,
  depth: number,
  seed: number,
): HalfSpaceForest {
  const nInner = 2 ** depth - 1;
  const features = new Int32Array(nTrees * nInner);
  const splits = new Float64Array(nTrees * nInner);
  const random = createRandom(seed);
  for (let tree = 0; tree < nTrees; tree++) {
    const work = drawWorkRanges(ranges, random);
    const first = tree * nInner;
    const grow = (node: number, level: number) => {
      if (level === depth) return;
      const feature = random.integer(work.low.length);
      const [low, high] = [work.low[feature], work.high[feature]];
      const middle = low / 2 + high / 2; // the sum of both may overflow
      features[first + node] = feature;
      splits[first + node] = middle;
      work.high[feature] = middle;
      grow(2 * node + 1, level + 1);
      work.high[feature] = high;
      work.low[feature] = middle;
      grow(2 * node + 2, level + 1);
      work.low[feature] = low;
    };
    grow(0, 0);
  }
  return { nTrees, depth, features, splits };
}

function drawWorkRanges({ low, high }: FeatureRanges, random: Random) {
  const work = { low: new Float64Array(low.length), high: new Float64Array(low.length) };
  low.forEach((from, j) => {
    const width = high[j] > from ? high[j] - from : 1;
    const centre = random.uniform();
    const half = 2 * Math.max(centre, 1 - centre);
    work.low[j] = Math.max(from + width * (centre - half), -Number.MAX_VALUE);
    work.high[j] = Math.min(from + width * (centre + half), Number.MAX_VALUE);
  });
  return work;
}
