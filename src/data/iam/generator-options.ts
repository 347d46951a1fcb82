import { checkOptionNames } from '../../check-options';
import { createRandom, type Random } from '../../random';
import { IAM_DIFFICULTIES, type IamDifficulty } from './difficulty';

/** What the generator always makes alike. */
export interface IamGeneratorOptions {
  /** Default 0. */
  readonly seed?: number;
  /** How well attackers hide, and how odd users are; see `IAM_DIFFICULTIES`. Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /**
   * A midnight, epoch ms UTC. Default 2024-01-01, a Monday. Data sets of one seed have the same users whatever
   * their start, and other events: a later start goes on with them.
   */
  readonly start?: number;
}

/** How much is made. */
export interface IamDatasetOptions {
  /** Default 100. */
  readonly nUsers?: number;
  /** Default 100; whatever it is, they span about 30 days. */
  readonly normalEventsPerUser?: number;
  /** Share of attack steps in all events, in [0, 0.5]. Default 0.1. */
  readonly anomalyFraction?: number;
}

const DEFAULT_START = Date.UTC(2024, 0, 1);

/**
 * What a generator makes alike, with defaults filled in.
 *
 * @throws {RangeError} if an option or the difficulty is unknown, the start is no midnight, or the seed no integer.
 */
export function generatorSettings(options: IamGeneratorOptions): Required<IamGeneratorOptions> {
  checkOptionNames(options, ['seed', 'difficulty', 'start']);
  const { seed = 0, difficulty = 'medium', start = DEFAULT_START } = options;
  if (!Object.hasOwn(IAM_DIFFICULTIES, difficulty)) {
    throw new RangeError(`difficulty must be easy, medium or hard, got ${difficulty}`);
  }
  if (!Number.isSafeInteger(start) || start % 86_400_000 !== 0) {
    throw new RangeError(`start must be a midnight in UTC, got ${start}`);
  }
  createRandom(seed);
  return { seed, difficulty, start };
}

/**
 * How much is made, with defaults filled in.
 *
 * @throws {RangeError} naming an option that is unknown or out of range.
 */
export function datasetSize(options: IamDatasetOptions): Required<IamDatasetOptions> {
  checkOptionNames(options, ['nUsers', 'normalEventsPerUser', 'anomalyFraction']);
  const { nUsers = 100, normalEventsPerUser = 100, anomalyFraction = 0.1 } = options;
  const counts = { nUsers, normalEventsPerUser };
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`${name} must be an integer of at least 1, got ${count}`);
    }
  }
  if (!(anomalyFraction >= 0 && anomalyFraction <= 0.5)) {
    throw new RangeError(`anomalyFraction must be in [0, 0.5], got ${anomalyFraction}`);
  }
  return { ...counts, anomalyFraction };
}

/** Another source of chance for each start: otherwise the same events would come again at later times. */
export function randomOfEvents(
  { seed, start }: Required<IamGeneratorOptions>,
  ofUsers: Random,
): Random {
  if (start === DEFAULT_START) return ofUsers;
  return createRandom(createRandom(seed).integer(2 ** 32) + start / 86_400_000);
}
