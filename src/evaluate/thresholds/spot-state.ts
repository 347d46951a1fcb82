import { z } from 'zod';
import { parseWith } from '../../data/whole-file';
import { checkPotOptions, type PotOptions } from './pot';

/** What `spot` knows. Plain JSON. */
export interface PlainSpotState {
  readonly name: 'spot';
  readonly version: 1;
  readonly params: Required<PotOptions>;
  /** Where the tail begins. */
  readonly start: number;
  /** Those excesses that are kept: of `every` one. */
  readonly excesses: readonly number[];
  readonly every: number;
  /** How many are kept at most. */
  readonly room: number;
  /** Excesses and scores since the beginning, but for flagged ones. */
  readonly nExcesses: number;
  readonly nScores: number;
  /** The tail, and of how many excesses it was fitted. */
  readonly tail: { readonly shape: number; readonly scale: number };
  readonly nFitted: number;
  readonly threshold: number;
}

/** What `driftSpot` knows. Plain JSON. */
export interface DriftSpotState {
  readonly name: 'driftSpot';
  readonly version: 1;
  /** The last scores that were not flagged, in the order in which they are kept, and where the next one goes. */
  readonly recent: readonly number[];
  readonly next: number;
  /** Their mean. */
  readonly mean: number;
  /** Of the scores less the mean of those before them. */
  readonly spot: PlainSpotState;
}

/** What a threshold that follows a stream knows. Plain JSON. */
export type SpotState = PlainSpotState | DriftSpotState;

const COUNT = z.int().min(1);
const spotSchema: z.ZodType<PlainSpotState> = z.strictObject({
  name: z.literal('spot'),
  version: z.literal(1),
  params: z.strictObject({ risk: z.number(), level: z.number() }),
  start: z.number(),
  excesses: z.array(z.number().positive()).min(1),
  every: COUNT,
  room: COUNT,
  nExcesses: COUNT,
  nScores: COUNT,
  tail: z.strictObject({ shape: z.number().min(-1), scale: z.number().positive() }),
  nFitted: COUNT,
  threshold: z.number(),
});
const driftSchema: z.ZodType<DriftSpotState> = z.strictObject({
  name: z.literal('driftSpot'),
  version: z.literal(1),
  recent: z.array(z.number()).min(1),
  next: z.int().min(0),
  mean: z.number(),
  spot: spotSchema,
});

/**
 * Checks what was read from JSON.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function checkSpotState(value: unknown, from: string): SpotState {
  const name = (value as { name?: unknown } | null | undefined)?.name;
  if (name !== 'driftSpot') return checkPlain(parseWith(spotSchema, value, from), from);
  const state = parseWith(driftSchema, value, from);
  checkPlain(state.spot, `${from}: spot`);
  if (state.next >= state.recent.length) {
    throw new Error(`${from}: next: must be below ${state.recent.length}, got ${state.next}`);
  }
  return state;
}

function checkPlain(state: PlainSpotState, from: string): PlainSpotState {
  const { params, excesses, nExcesses, nFitted, nScores, start, threshold } = state;
  try {
    checkPotOptions(params);
  } catch (error) {
    throw new Error(`${from}: params: ${(error as Error).message}`);
  }
  if (excesses.length > state.room) {
    throw new Error(`${from}: excesses: must be at most ${state.room}, got ${excesses.length}`);
  }
  if (excesses.length > nExcesses || nFitted > nExcesses || nExcesses > nScores) {
    throw new Error(`${from}: nExcesses: must be at least those kept and fitted, got ${nExcesses}`);
  }
  if (threshold < start) throw new Error(`${from}: threshold: must be at least start`);
  return state;
}
