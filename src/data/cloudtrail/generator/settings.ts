import { checkChoice, checkInteger, checkNumber, checkOptionNames } from '../../../check-options';
import { createRandom } from '../../../random';
import type { IamDifficulty } from '../../iam/difficulty';
import { CLOUDTRAIL_DIFFICULTIES } from './difficulty';
import { N_DAYS } from './drift';

/** What is generated. */
export interface CloudTrailGeneratorOptions {
  /** Default 0. */
  readonly seed?: number;
  /** The first midnight, epoch ms UTC. Default 2021-01-01. */
  readonly start?: number;
  /** Days, from 1 to 1095, which are three years and the default; the first so many of the same three years. */
  readonly days?: number;
  /**
   * How large the company is, from 0.25 to 100. Default 1: eight people, a pipeline, three functions, two instances, and
   * some 88,000 events in three years; 60 makes five million.
   */
  readonly scale?: number;
  /** Attacks of a year, each technique as often as the others. Default 52 times the scale, at least 26. */
  readonly attacksPerYear?: number;
  /** How well attackers hide, and how odd users are; see `CLOUDTRAIL_DIFFICULTIES`. Default `medium`. */
  readonly difficulty?: IamDifficulty;
}

/** The options with defaults filled in. Plain JSON. */
export type CloudTrailSettings = Required<CloudTrailGeneratorOptions>;

const ATTACKS_PER_YEAR = 52;
const DAY = 86_400_000;

/**
 * Fills in defaults.
 *
 * @throws {RangeError} naming an option that is unknown or out of range.
 */
export function cloudTrailSettings(options: CloudTrailGeneratorOptions): CloudTrailSettings {
  const names = ['seed', 'start', 'days', 'scale', 'attacksPerYear', 'difficulty'];
  checkOptionNames(options, names);
  const { seed = 0, start = Date.UTC(2021, 0, 1), days = N_DAYS, scale = 1 } = options;
  const { difficulty = 'medium' } = options;
  checkNumber('scale', scale, 0.25, 100, '[]');
  const attacksPerYear =
    options.attacksPerYear ?? Math.max(26, Math.round(ATTACKS_PER_YEAR * scale));
  checkInteger('days', days, 1, N_DAYS);
  checkInteger('attacksPerYear', attacksPerYear, 0, 100_000);
  checkChoice('difficulty', difficulty, Object.keys(CLOUDTRAIL_DIFFICULTIES));
  if (!Number.isSafeInteger(start) || start < 0 || start % DAY !== 0) {
    throw new RangeError(`start must be a midnight in UTC from 1970 on, got ${start}`);
  }
  createRandom(seed);
  return { seed, start, days, scale, attacksPerYear, difficulty };
}
