import { z } from 'zod';
import { checkInteger, checkNumber, checkOptionNames } from '../../check-options';
import { parseWith } from '../../data/whole-file';

/** How sure `adwin` must be, and how often it looks. */
export interface AdwinOptions {
  /** How likely it may be to see a change where there is none, at one look, (0, 1). Default 0.002. */
  readonly delta?: number;
  /** Values from one look to the next, at least 1. Default 32. */
  readonly clock?: number;
  /** Buckets of one size, from 1 to 1000: with more it finds the moment of a change better and needs more time. Default 5. */
  readonly maxBuckets?: number;
}

/** What ADWIN knows. Plain JSON. */
export interface AdwinState {
  readonly version: 1;
  readonly params: Required<AdwinOptions>;
  /** Values since the beginning, those that are forgotten as well. */
  readonly nValues: number;
  /** Sum of the window. */
  readonly total: number;
  /** Sum of the squared distances from the window's mean, but for rounding. */
  readonly squares: number;
  /** Buckets of 1, 2, 4 and so on values, each its sum and its squared distances; the oldest of a size first. */
  readonly rows: readonly (readonly (readonly [number, number])[])[];
}

/**
 * Fills in defaults.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function adwinSettings(options: AdwinOptions): Required<AdwinOptions> {
  checkOptionNames(options, ['delta', 'clock', 'maxBuckets']);
  const { delta = 0.002, clock = 32, maxBuckets = 5 } = options;
  checkNumber('delta', delta, 0, 1, '()');
  checkInteger('clock', clock, 1);
  checkInteger('maxBuckets', maxBuckets, 1, 1000);
  return { delta, clock, maxBuckets };
}

const stateSchema: z.ZodType<AdwinState> = z.strictObject({
  version: z.literal(1),
  params: z.strictObject({ delta: z.number(), clock: z.int(), maxBuckets: z.int() }),
  nValues: z.int().min(0),
  total: z.number(),
  squares: z.number(),
  rows: z.array(z.array(z.tuple([z.number(), z.number()]))).max(40),
});

/**
 * Checks what was read from JSON.
 *
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function checkAdwinState(value: unknown, from: string): AdwinState {
  const state = parseWith(stateSchema, value, from);
  const { params, rows, nValues } = state;
  try {
    adwinSettings(params);
  } catch (error) {
    throw new Error(`${from}: params: ${(error as Error).message}`);
  }
  const most = params.maxBuckets;
  const row = rows.findIndex((buckets) => buckets.length > most);
  if (row >= 0) throw new Error(`${from}: rows.${row}: must be at most ${most} buckets`);
  const width = rows.reduce((sum, buckets, i) => sum + buckets.length * 2 ** i, 0);
  if (width > nValues || (rows.length > 1 && rows.at(-1)!.length === 0)) {
    throw new Error(`${from}: rows: must hold at most ${nValues} values, and no empty last row`);
  }
  return state;
}
