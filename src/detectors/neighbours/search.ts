import type { Matrix } from '../../matrix';
import { gapBetween, growBoxTree } from './box-tree';
import { LEAF_SIZE, type PointIndex } from './point-index';
import {
  consider,
  createGroup,
  limitOf,
  type QueryGroup,
  setLimits,
  startGroup,
} from './query-group';
import { HIT_HEAD, HIT_WORDS, POINT_LANES, QUERY_LANES } from './scan';

/** The k nearest points of each query, nearest first; of equally near ones the earlier row. */
export interface Nearest {
  /** Euclidean distances, ascending, shape `[nQueries, k]`. */
  readonly distances: Float64Array;
  /** Rows of the points, shape `[nQueries, k]`. */
  readonly rows: Int32Array;
}

/**
 * Finds the k nearest points of each query, exactly.
 *
 * Queries go in groups that lie close together, each down a k-d tree of the points, past boxes that
 * are too far away. In a leaf all pairs are measured at once on a grid, whose distances are off by a
 * known bound; what may still be near when its turn comes is measured again in 64 bits. A query's
 * neighbours do not depend on the queries beside it. Blocks pay from about 5 features on; small tight
 * clusters far from each other make the grid coarse, and can cost twice or more what a tree searched
 * one query at a time does.
 *
 * @param own whether the queries are the points themselves, none its own neighbour.
 * @throws {RangeError} naming a query with no k points at finite squared distances.
 */
export function searchNearest(
  index: PointIndex,
  queries: Matrix,
  k: number,
  own: boolean,
): Nearest {
  const tree = own ? index.tree : growBoxTree(queries, LEAF_SIZE);
  const group = createGroup(index, tree, k, own);
  const nearest: Nearest = {
    distances: new Float64Array(queries.nSamples * k),
    rows: new Int32Array(queries.nSamples * k),
  };
  for (let node = 0; node < tree.right.length; node++) {
    if (tree.right[node] !== 0) continue;
    startGroup(index, group, queries, node);
    visit(index, group, 0);
    takeNearest(group, nearest);
  }
  return nearest;
}

/** Down to the nearer leaves first. */
function visit(index: PointIndex, group: QueryGroup, node: number): void {
  const { tree } = index;
  if (tree.right[node] === 0) {
    visitLeaf(index, group, node);
    return;
  }
  const [left, right] = [node + 1, tree.right[node]];
  const leftGap = gapBetween(group.tree, group.node, tree, left);
  const rightGap = gapBetween(group.tree, group.node, tree, right);
  const leftFirst = leftGap <= rightGap;
  if (Math.min(leftGap, rightGap) <= group.worst) visit(index, group, leftFirst ? left : right);
  if (Math.max(leftGap, rightGap) <= group.worst) visit(index, group, leftFirst ? right : left);
}

function visitLeaf(index: PointIndex, group: QueryGroup, node: number): void {
  const { tree, pointWords, queryWords, queriesAt, hitsAt, words } = index;
  const start = tree.start[node];
  const nQueryBlocks = Math.ceil(group.nQueries / QUERY_LANES);
  const leafResidual = index.residuals[start / LEAF_SIZE];
  setLimits(index, group, node, leafResidual);
  const end = index.scan(
    4 * queriesAt,
    4 * (queriesAt + nQueryBlocks * queryWords),
    4 * ((start / POINT_LANES) * pointWords),
    4 * (Math.ceil(tree.end[node] / POINT_LANES) * pointWords),
    4 * hitsAt,
    4 * queryWords,
  );
  const hitsEnd = (end >>> 0) / 4;
  for (let hit = hitsAt; hit < hitsEnd; hit += HIT_WORDS) {
    const point = ((words[hit] >>> 0) / 4 / pointWords - 1) * POINT_LANES;
    const block = (words[hit + 1] >>> 0) / 4;
    const query = ((block - queriesAt) / queryWords) * QUERY_LANES;
    for (let pairs = words[hit + 2]; pairs !== 0; pairs &= pairs - 1) {
      const bit = 31 - Math.clz32(pairs & -pairs);
      const lane = bit >> 3;
      if (words[hit + HIT_HEAD + bit] >= words[block + lane]) continue;
      const isTaken = consider(index, group, query + lane, point + (bit & 7));
      if (isTaken) words[block + lane] = limitOf(group, query + lane, leafResidual);
    }
  }
  if (hitsEnd > hitsAt) group.worst = worstOf(group);
}

function worstOf({ squared, nQueries, k }: QueryGroup): number {
  let worst = 0;
  for (let i = 0; i < nQueries; i++) worst = Math.max(worst, squared[i * k + k - 1]);
  return worst;
}

function takeNearest({ nQueries, queryRows, squared, rows, k }: QueryGroup, to: Nearest): void {
  for (let i = 0; i < nQueries; i++) {
    if (squared[i * k + k - 1] === Infinity) {
      throw new RangeError(
        `sample ${queryRows[i]} must have finite squared distances to ${k} training samples`,
      );
    }
    for (let n = 0; n < k; n++) {
      to.distances[queryRows[i] * k + n] = Math.sqrt(squared[i * k + n]);
      to.rows[queryRows[i] * k + n] = rows[i * k + n];
    }
  }
}
