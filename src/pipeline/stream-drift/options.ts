import {
  checkChoice,
  checkFunction,
  checkInteger,
  checkNumber,
  checkOptionNames,
} from '../../check-options';
import type { IamDifficulty } from '../../data/iam/difficulty';

/** What can be streamed. */
const STREAMS = ['cloudtrail', 'moving'] as const;

/** What the experiment is made with. */
export interface StreamDriftOptions {
  /** At least 2; each is another company with other attacks, and other trees. */
  readonly seeds: readonly number[];
  /**
   * `cloudtrail`: events of a company that changes, by features that compare each principal with its own past. `moving`:
   * samples of `movingSamples`, whose features follow nothing. Default `cloudtrail`.
   */
  readonly stream?: (typeof STREAMS)[number];
  /** How far `moving` samples move in a week, and jump for good in the middle of the judged weeks, in standard deviations. Default 0.03 and 2. */
  readonly drift?: number;
  readonly jump?: number;
  /** Of `cloudtrail` events. Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /** Size of the company: 1 makes some 80 samples a day. Default 1. */
  readonly scale?: number;
  /** Default 104, two a week. */
  readonly attacksPerYear?: number;
  /** Weeks of the stream, from 3 to 156. Default 104: offices, networks, people and services change from the second year on. */
  readonly weeks?: number;
  /** First weeks, which detectors are fitted on, without labels. At least 1. Default 26. */
  readonly trainWeeks?: number;
  /** Weeks after those, which set thresholds, without labels. At least 1. Default 8. */
  readonly validationWeeks?: number;
  /** Weeks from one retraining to the next, at least 1. Default 4; the windows of online detectors are as long. */
  readonly retrainWeeks?: number;
  /** Alarms a week that thresholds are set for. At least 1. Default 10. */
  readonly alarmsPerWeek?: number;
  /** Called after each seed. */
  readonly onSeed?: (done: {
    readonly seed: number;
    readonly nDone: number;
    readonly nSeeds: number;
  }) => void;
  /** Stops between two methods. */
  readonly signal?: AbortSignal;
}

/** The options of one seed with defaults filled in; plain JSON. */
export type StreamDriftSettings = Required<Omit<StreamDriftOptions, 'seeds' | 'onSeed' | 'signal'>>;

const NAMES = [
  ...['seeds', 'stream', 'drift', 'jump', 'difficulty', 'scale', 'attacksPerYear'],
  ...[
    'weeks',
    'trainWeeks',
    'validationWeeks',
    'retrainWeeks',
    'alarmsPerWeek',
    'onSeed',
    'signal',
  ],
];

/**
 * Fills in defaults. Seeds are checked where they are used, and what a generator takes there.
 *
 * @throws {RangeError} if an option is unknown or out of range, or no week is left to judge.
 * @throws {TypeError} if the signal is none, or `onSeed` is no function.
 */
export function streamDriftSettings(options: StreamDriftOptions): StreamDriftSettings {
  checkOptionNames(options, NAMES);
  const { stream = 'cloudtrail', drift = 0.03, jump = 2 } = options;
  const { difficulty = 'medium', scale = 1, attacksPerYear = 104, weeks = 104 } = options;
  const { trainWeeks = 26, validationWeeks = 8, retrainWeeks = 4, alarmsPerWeek = 10 } = options;
  checkChoice('stream', stream, STREAMS);
  checkNumber('drift', drift, 0, 1000, '[]');
  checkNumber('jump', jump, 0, 1000, '[]');
  checkNumber('scale', scale, 0.25, 100, '[]');
  checkInteger('attacksPerYear', attacksPerYear, 1, 100_000);
  checkInteger('weeks', weeks, 3, 156);
  for (const [name, value] of Object.entries({ trainWeeks, validationWeeks, retrainWeeks })) {
    checkInteger(name, value, 1, 156);
  }
  checkInteger('alarmsPerWeek', alarmsPerWeek, 1);
  const { onSeed, signal } = options;
  if (onSeed !== undefined) checkFunction('onSeed', onSeed);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal must be an AbortSignal, got ${signal}`);
  }
  if (trainWeeks + validationWeeks >= weeks) {
    throw new RangeError(
      `weeks must be more than the ${trainWeeks + validationWeeks} that train and validate, got ${weeks}`,
    );
  }
  return {
    ...{ stream, drift, jump, difficulty, scale, attacksPerYear, weeks },
    ...{ trainWeeks, validationWeeks, retrainWeeks, alarmsPerWeek },
  };
}
