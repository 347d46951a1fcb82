import { z } from 'zod';
import { checkInteger, checkOptionNames } from '../../check-options';
import { parseWith } from '../../data/whole-file';
import type { FeatureRanges } from './half-space-forest';

/** Hyperparameters of `halfSpaceTrees`. */
export interface HalfSpaceTreesOptions {
  /** Trees, at least 1. Default 25. */
  readonly nTrees?: number;
  /** Times that a tree halves the space, from 1 to 20. Default 15. */
  readonly depth?: number;
  /** Samples in a window, from 2 to a million. Default 250. */
  readonly windowSize?: number;
  /**
   * Where the features lie: `unit` in [0, 1], `firstWindow` in the range of the first window, which should have no
   * extreme values. Default `firstWindow`.
   */
  readonly ranges?: 'unit' | 'firstWindow';
  /** Seed of the trees. Default 0. */
  readonly seed?: number;
}

/** What half-space trees have learned, plain JSON: the trees follow from the seed, the masses from the leaves. */
export interface HalfSpaceTreesState {
  readonly name: 'halfSpaceTrees';
  readonly version: 1;
  readonly params: Required<HalfSpaceTreesOptions>;
  readonly nFeatures: number;
  /** Null while the first window fills, if it decides. */
  readonly ranges: FeatureRanges | null;
  /** Samples of such a first window, row by row. */
  readonly first: readonly number[];
  /** Leaves of each sample of the last full window in each tree; empty before there is one. */
  readonly reference: readonly number[];
  /** The same of the window that fills. */
  readonly latest: readonly number[];
}

/** Of all trees together: some 2 GB at 28 bytes a leaf. */
const MAX_LEAVES = 2 ** 26;

/**
 * Fills in defaults.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function halfSpaceSettings(options: HalfSpaceTreesOptions): Required<HalfSpaceTreesOptions> {
  checkOptionNames(options, ['nTrees', 'depth', 'windowSize', 'ranges', 'seed']);
  const { nTrees = 25, depth = 15, windowSize = 250, ranges = 'firstWindow', seed = 0 } = options;
  checkInteger('nTrees', nTrees, 1);
  checkInteger('depth', depth, 1, 20);
  checkInteger('windowSize', windowSize, 2, 1_000_000);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  if (ranges !== 'unit' && ranges !== 'firstWindow') {
    throw new RangeError(`ranges must be unit or firstWindow, got ${ranges}`);
  }
  const nLeaves = nTrees * 2 ** depth;
  if (nLeaves > MAX_LEAVES) {
    throw new RangeError(`nTrees * 2 ** depth must be at most ${MAX_LEAVES}, got ${nLeaves}`);
  }
  return { nTrees, depth, windowSize, ranges, seed };
}

const numbers = z.array(z.number());
const stateSchema: z.ZodType<HalfSpaceTreesState> = z.strictObject({
  name: z.literal('halfSpaceTrees'),
  version: z.literal(1),
  params: z.strictObject({
    nTrees: z.int(),
    depth: z.int(),
    windowSize: z.int(),
    ranges: z.enum(['unit', 'firstWindow']),
    seed: z.int(),
  }),
  nFeatures: z.int().min(1),
  ranges: z.strictObject({ low: numbers, high: numbers }).nullable(),
  first: numbers,
  reference: z.array(z.int()),
  latest: z.array(z.int()),
});

/**
 * Checks what was read from JSON.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function checkHalfSpaceState(value: unknown, from: string): HalfSpaceTreesState {
  const state = parseWith(stateSchema, value, from);
  try {
    halfSpaceSettings(state.params);
    checkRanges(state);
    checkLeaves(state);
  } catch (error) {
    throw new Error(`${from}: ${(error as Error).message}`);
  }
  return state;
}

function checkRanges({ params, nFeatures, ranges, first, reference, latest }: HalfSpaceTreesState) {
  const { low, high } = ranges ?? { low: [], high: [] };
  if (ranges === null && (params.ranges === 'unit' || reference.length + latest.length > 0)) {
    throw new RangeError('ranges must be there, got null');
  }
  if (ranges !== null && (low.length !== nFeatures || high.length !== nFeatures)) {
    throw new RangeError(`ranges must have ${nFeatures} features, got ${low.length}`);
  }
  const j = low.findIndex((least, at) => least > high[at]);
  if (j >= 0) throw new RangeError(`ranges.low.${j} must not be above high, got ${low[j]}`);
  const room = ranges === null ? params.windowSize * nFeatures : 1;
  if (first.length % nFeatures !== 0 || first.length >= room) {
    throw new RangeError(`first must be rows of less than a window, got ${first.length} numbers`);
  }
}

function checkLeaves({ params, reference, latest }: HalfSpaceTreesState): void {
  const { nTrees, depth, windowSize } = params;
  const [nFull, nInner] = [windowSize * nTrees, 2 ** depth - 1];
  if (reference.length !== 0 && reference.length !== nFull) {
    throw new RangeError(`reference must have 0 or ${nFull} leaves, got ${reference.length}`);
  }
  if (latest.length % nTrees !== 0 || latest.length >= nFull) {
    throw new RangeError(`latest must be less than a window, got ${latest.length} leaves`);
  }
  for (const leaf of [...reference, ...latest]) {
    checkInteger('leaf', leaf, nInner, 2 * nInner);
  }
}
