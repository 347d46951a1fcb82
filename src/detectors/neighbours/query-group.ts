import type { Matrix } from '../../matrix';
import type { BoxTree } from './box-tree';
import { placeOnGrid } from './grid';
import { headOf, LEAF_SIZE, type PointIndex } from './point-index';
import { QUERY_LANES } from './scan';

/** Queries that lie close together, searched together, and the nearest points found so far. */
export interface QueryGroup {
  /** Neighbours wanted of each query. */
  readonly k: number;
  /** Whether the queries are the points themselves, none its own neighbour. */
  readonly own: boolean;
  /** The tree of all queries, and the leaf in it that is this group. */
  readonly tree: BoxTree;
  node: number;
  nQueries: number;
  /** Shape `[LEAF_SIZE, nFeatures]`. */
  readonly queries: Float64Array;
  /** Row of each query, shape `[LEAF_SIZE]`. */
  readonly queryRows: Int32Array;
  /** Distance of each query from its grid point, in grid steps, shape `[LEAF_SIZE]`. */
  readonly residuals: Float64Array;
  /** Squared length of each query on the grid, shape `[LEAF_SIZE]`. */
  readonly squaredLengths: Float64Array;
  /** Squared distances of neighbours, ascending, shape `[LEAF_SIZE, k]`. */
  readonly squared: Float64Array;
  /** Rows of neighbours, shape `[LEAF_SIZE, k]`. */
  readonly rows: Int32Array;
  /** Distance of the furthest neighbour plus the query's residual, in grid steps, `[LEAF_SIZE]`. */
  readonly radii: Float64Array;
  /** Largest squared distance of a furthest neighbour. */
  worst: number;
}

/** A group to be started on one leaf of its tree after another. */
export function createGroup(
  { nFeatures }: PointIndex,
  tree: BoxTree,
  k: number,
  own: boolean,
): QueryGroup {
  // Written out, as in `indexPoints`.
  return {
    k,
    own,
    tree,
    node: 0,
    nQueries: 0,
    worst: Infinity,
    queries: new Float64Array(LEAF_SIZE * nFeatures),
    queryRows: new Int32Array(LEAF_SIZE),
    residuals: new Float64Array(LEAF_SIZE),
    squaredLengths: new Float64Array(LEAF_SIZE),
    squared: new Float64Array(LEAF_SIZE * k),
    rows: new Int32Array(LEAF_SIZE * k),
    radii: new Float64Array(LEAF_SIZE),
  };
}

/** A limit that no point is below. */
const NOTHING = -(2 ** 31);

/** Turns the group to the queries of a leaf of its tree, with no neighbour found. */
export function startGroup(index: PointIndex, group: QueryGroup, all: Matrix, node: number): void {
  const { nFeatures, grid, halves, words, queriesAt } = index;
  const start = group.tree.start[node];
  group.node = node;
  group.nQueries = group.tree.end[node] - start;
  group.worst = Infinity;
  group.squared.fill(Infinity);
  group.rows.fill(-1);
  group.radii.fill(Infinity);
  for (let i = 0; i < group.nQueries; i++) {
    const row = group.tree.rows[start + i];
    const query = all.data.subarray(row * nFeatures, (row + 1) * nFeatures);
    group.queryRows[i] = row;
    group.queries.set(query, i * nFeatures);
    const begin = 2 * (queriesAt + headOf(i, QUERY_LANES, nFeatures) + QUERY_LANES);
    const placed = placeOnGrid(grid, query, -2, halves, begin, 2 * QUERY_LANES);
    group.residuals[i] = placed.residual;
    group.squaredLengths[i] = placed.squaredLength;
  }
  for (let i = group.nQueries; i % QUERY_LANES !== 0; i++) {
    words[queriesAt + headOf(i, QUERY_LANES, nFeatures)] = NOTHING;
  }
}

/**
 * Limits for the scan of a leaf: no point within a query's radius has a larger distance on the grid.
 *
 * Where the grid is too coarse to tell points apart, as among clusters far from each other, the query is
 * held against the leaf's box first.
 */
export function setLimits(
  index: PointIndex,
  group: QueryGroup,
  leaf: number,
  leafResidual: number,
): void {
  const { words, queriesAt, queryWords } = index;
  const { radii, residuals, squared, nQueries, k } = group;
  let block = queriesAt;
  for (let i = 0; i < nQueries; i++) {
    const lane = i % QUERY_LANES;
    if (i > 0 && lane === 0) block += queryWords;
    const coarse = 4 * (residuals[i] + leafResidual) > radii[i] + leafResidual;
    if (coarse && gapToBox(index, group, i, leaf) > squared[(i + 1) * k - 1]) {
      words[block + lane] = NOTHING;
      continue;
    }
    words[block + lane] = limitOf(group, i, leafResidual);
  }
}

/** The limit for a query that no point of a leaf within its radius reaches. */
export function limitOf(
  { radii, squaredLengths }: QueryGroup,
  i: number,
  leafResidual: number,
): number {
  const radius = radii[i] + leafResidual;
  // A little more, for the rounding of these very sums; 2 for `<` and for the cut to an integer.
  const limit = radius * radius * (1 + 1e-9) - squaredLengths[i] + 2;
  return limit < 2 ** 31 - 1 ? limit : 2 ** 31 - 1;
}

/** Squared distance of query `i` from the box of a leaf. */
function gapToBox(
  { tree, nFeatures }: PointIndex,
  { queries }: QueryGroup,
  i: number,
  leaf: number,
): number {
  let sum = 0;
  for (let j = 0, a = i * nFeatures, b = leaf * nFeatures; j < nFeatures; j++, a++, b++) {
    const gap = Math.max(tree.lower[b] - queries[a], queries[a] - tree.upper[b], 0);
    sum += gap * gap;
  }
  return sum;
}

/** Adds up feature by feature, as the loop in twos does: the order decides on the last bits. */
function squaredDistance(
  a: Float64Array,
  startOfA: number,
  b: Float64Array,
  startOfB: number,
  nFeatures: number,
): number {
  const end = startOfA + nFeatures;
  let sum = 0;
  let i = startOfA;
  let j = startOfB;
  for (; i + 1 < end; i += 2, j += 2) {
    const first = a[i] - b[j];
    const second = a[i + 1] - b[j + 1];
    sum = sum + first * first + second * second;
  }
  return i < end ? sum + (a[i] - b[j]) ** 2 : sum;
}

/**
 * Takes a point among the neighbours of query `i` if it is near enough; of equals the earlier row.
 *
 * @returns whether it is taken.
 */
export function consider(index: PointIndex, group: QueryGroup, i: number, point: number): boolean {
  const { points, nFeatures, tree, grid } = index;
  const { queries, squared, rows, k } = group;
  const row = tree.rows[point];
  if (group.own && row === group.queryRows[i]) return false;
  const sum = squaredDistance(queries, i * nFeatures, points, point * nFeatures, nFeatures);
  const first = i * k;
  let at = first + k - 1;
  if (sum > squared[at] || (sum === squared[at] && row > rows[at])) return false;
  while (at > first && (sum < squared[at - 1] || (sum === squared[at - 1] && row < rows[at - 1]))) {
    squared[at] = squared[at - 1];
    rows[at] = rows[at - 1];
    at--;
  }
  squared[at] = sum;
  rows[at] = row;
  group.radii[i] = Math.sqrt(squared[first + k - 1]) * grid.scale + group.residuals[i];
  return true;
}
