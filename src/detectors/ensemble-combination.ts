import { z } from 'zod';
import { checkChoice, checkInteger, checkNumber, checkOptionNames } from '../check-options';
import {
  averageOf,
  averageOfMaximum,
  maximumOf,
  maximumOfAverage,
} from '../metrics/combine-scores';

const COMBINATIONS = [
  'average',
  'maximum',
  'averageOfMaximum',
  'maximumOfAverage',
  'majorityVote',
] as const;

/** Less than the share that a training sample is, and more than 1 - 0.18 is off 82 in 100. */
const ROUNDING = 1e-9;

const NORMALISATIONS = ['zscore', 'rank', 'unified'] as const;

/** Hyperparameters of `ensemble`, beside its members. */
export interface EnsembleOptions {
  /**
   * How scores of one scale become one score. `averageOfMaximum` and `maximumOfAverage` work by groups;
   * with `majorityVote` the score is the share of members that flag, above 0.5 where most do. Default `average`.
   */
  readonly combination?: (typeof COMBINATIONS)[number];
  /**
   * How scores come to one scale, by each member's training scores. Default `zscore`, the only one that
   * tells apart what lies beyond all training samples. Not for `majorityVote`.
   */
  readonly normalisation?: (typeof NORMALISATIONS)[number];
  /** Groups that members are dealt into in turn, for the two combinations by groups. Default half as many as members. */
  readonly nGroups?: number;
  /** Share of training samples that a member flags, (0, 0.5], for `majorityVote`. Default 0.1. */
  readonly contamination?: number;
}

/** The shape of an ensemble's params; `members` are names, for readers. */
export const ensembleParams: z.ZodObject<{
  members: z.ZodString;
  combination: z.ZodEnum<{ [Name in (typeof COMBINATIONS)[number]]: Name }>;
  normalisation: z.ZodEnum<{ [Name in (typeof NORMALISATIONS)[number]]: Name }>;
  nGroups: z.ZodNumber;
  contamination: z.ZodNumber;
}> = z.object({
  members: z.string(),
  combination: z.enum(COMBINATIONS),
  normalisation: z.enum(NORMALISATIONS),
  nGroups: z.number().int().positive(),
  contamination: z.number().positive().max(0.5),
});

/** An ensemble's params, defaults filled in. */
export type EnsembleParams = z.infer<typeof ensembleParams>;

/**
 * The params of options.
 *
 * @throws {RangeError} if there are no members, or an option is unknown, out of range or without meaning.
 * @throws {TypeError} if members are no list, or one is no detector.
 */
export function fillEnsembleParams(
  members: readonly { readonly name: string }[],
  options: EnsembleOptions,
): EnsembleParams {
  checkOptionNames(options, ['combination', 'normalisation', 'nGroups', 'contamination']);
  checkMembers(members);
  if (members.length === 0) throw new RangeError('members must not be empty, got 0 detectors');
  const { combination = 'average', contamination = 0.1 } = options;
  const { normalisation = combination === 'majorityVote' ? 'rank' : 'zscore' } = options;
  const { nGroups = Math.ceil(members.length / 2) } = options;
  checkChoice('combination', combination, COMBINATIONS);
  checkChoice('normalisation', normalisation, NORMALISATIONS);
  checkInteger('nGroups', nGroups, 1);
  if (nGroups > members.length) {
    throw new RangeError(`nGroups must be at most ${members.length}, the members, got ${nGroups}`);
  }
  checkNumber('contamination', contamination, 0, 0.5, '(]');
  checkMeaning(combination, options);
  const names = members.map(({ name }) => name).join(', ');
  return { members: names, combination, normalisation, nGroups, contamination };
}

/**
 * Combines scores of one scale, for `majorityVote` ranks, as the params say.
 *
 * @param columns - One a member, each shape `[nSamples]`.
 * @returns shape `[nSamples]`; higher is more anomalous.
 */
export function combineScores(
  columns: readonly Float64Array[],
  { combination, nGroups, contamination }: EnsembleParams,
): Float64Array {
  const groups = Array.from({ length: nGroups }, (_, group) =>
    Array.from(columns.keys()).filter((member) => member % nGroups === group),
  );
  switch (combination) {
    case 'average':
      return averageOf(columns);
    case 'maximum':
      return maximumOf(columns);
    case 'averageOfMaximum':
      return averageOfMaximum(columns, groups);
    case 'maximumOfAverage':
      return maximumOfAverage(columns, groups);
    case 'majorityVote':
      return averageOf(
        columns.map((ranks) => ranks.map((rank) => Number(rank >= 1 - contamination - ROUNDING))),
      );
  }
}

function checkMembers(members: readonly { readonly name: string }[]): void {
  if (!Array.isArray(members)) {
    throw new TypeError(`members must be a list of detectors, got ${members}`);
  }
  members.forEach((member, i) => {
    if (typeof member?.fit === 'function') return;
    throw new TypeError(`member ${i} must be a detector, as ecod() makes it, got ${member}`);
  });
}

function checkMeaning(combination: string, options: EnsembleOptions): void {
  const byGroups = combination === 'averageOfMaximum' || combination === 'maximumOfAverage';
  const votes = combination === 'majorityVote';
  const without = [
    ...(byGroups ? [] : (['nGroups'] as const)),
    ...(votes ? (['normalisation'] as const) : (['contamination'] as const)),
  ].find((name) => options[name] !== undefined);
  if (without === undefined) return;
  throw new RangeError(
    `${without} has no meaning for combination '${combination}', got ${options[without]}`,
  );
}
