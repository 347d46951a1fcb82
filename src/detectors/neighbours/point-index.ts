import type { Matrix } from '../../matrix';
import { type BoxTree, growBoxTree } from './box-tree';
import { chooseGrid, type Grid, placeOnGrid } from './grid';
import { blockWords, createScan, HIT_WORDS, POINT_LANES, QUERY_LANES, type Scan } from './scan';

/** Samples in a leaf, and queries that are searched together: a multiple of both kinds of block. */
export const LEAF_SIZE = 32;

/** Samples ready to be searched: in the order of a tree's leaves, as they are and on a grid. */
export interface PointIndex {
  readonly nFeatures: number;
  readonly tree: BoxTree;
  /** In the order of the leaves, shape `[nSamples, nFeatures]`. */
  readonly points: Float64Array;
  readonly grid: Grid;
  /** Largest residual in each leaf, in grid steps, shape `[nLeaves]`. */
  readonly residuals: Float64Array;
  readonly scan: Scan;
  /** The memory of the scan: blocks of points, then of queries, then hits. */
  readonly words: Int32Array;
  readonly halves: Int16Array;
  /** Words of a block of points, and of a block of queries. */
  readonly pointWords: number;
  readonly queryWords: number;
  /** First word of the queries. */
  readonly queriesAt: number;
  /** First word of the hits. */
  readonly hitsAt: number;
}

/** The head of a point, or the limit of a query, that nothing reaches. */
const HIGHEST = 2 ** 31 - 1;

/**
 * Makes samples ready to be searched; they are copied.
 *
 * @throws {RangeError} if they take more than 4 GB as 16-bit numbers.
 */
export function indexPoints(samples: Matrix): PointIndex {
  const { nSamples, nFeatures } = samples;
  const pointWords = blockWords(nFeatures, POINT_LANES);
  const queryWords = blockWords(nFeatures, QUERY_LANES);
  const queriesAt = Math.ceil(nSamples / POINT_LANES) * pointWords;
  const hitsAt = queriesAt + (LEAF_SIZE / QUERY_LANES) * queryWords;
  const nHits = (LEAF_SIZE / QUERY_LANES) * (LEAF_SIZE / POINT_LANES);
  const { scan, memory } = createScan(hitsAt + nHits * HIT_WORDS);
  // Written out, as compiled code is much slower at reading what an object got by `...`.
  const index: PointIndex = {
    nFeatures,
    scan,
    pointWords,
    queryWords,
    queriesAt,
    hitsAt,
    tree: growBoxTree(samples, LEAF_SIZE),
    points: new Float64Array(nSamples * nFeatures),
    grid: chooseGrid(samples),
    residuals: new Float64Array(Math.ceil(nSamples / LEAF_SIZE)),
    words: new Int32Array(memory),
    halves: new Int16Array(memory),
  };
  for (let i = 0; i < nSamples; i++) addPoint(index, samples, i);
  for (let i = nSamples; i % POINT_LANES !== 0; i++) {
    index.words[headOf(i, POINT_LANES, nFeatures)] = HIGHEST;
  }
  return index;
}

/** The word, from the first block on, that is the head of point or query `i`. */
export function headOf(i: number, nLanes: number, nFeatures: number): number {
  return Math.floor(i / nLanes) * blockWords(nFeatures, nLanes) + (i % nLanes);
}

function addPoint(index: PointIndex, { data, nFeatures }: Matrix, i: number): void {
  const { tree, points, grid, residuals, words, halves } = index;
  const offset = tree.rows[i] * nFeatures;
  const sample = data.subarray(offset, offset + nFeatures);
  points.set(sample, i * nFeatures);
  const head = headOf(i, POINT_LANES, nFeatures);
  const begin = 2 * (head + POINT_LANES);
  const placed = placeOnGrid(grid, sample, 1, halves, begin, 2 * POINT_LANES);
  words[head] = placed.squaredLength;
  const leaf = Math.floor(i / LEAF_SIZE);
  residuals[leaf] = Math.max(residuals[leaf], placed.residual);
}

/** The samples that were indexed, in the order they came. */
export function indexedSamples({ tree, points, nFeatures }: PointIndex): Matrix {
  const data = new Float64Array(points.length);
  for (let i = 0; i < tree.rows.length; i++) {
    data.set(points.subarray(i * nFeatures, (i + 1) * nFeatures), tree.rows[i] * nFeatures);
  }
  return { data, nSamples: tree.rows.length, nFeatures };
}
