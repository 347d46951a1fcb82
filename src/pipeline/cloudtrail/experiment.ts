import { checkOptionNames } from '../../check-options';
import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { LAST_YEAR } from '../../data/cloudtrail/generator/attacks';
import {
  type CloudTrailGenerator,
  createCloudTrailGenerator,
} from '../../data/cloudtrail/generator/generator';
import { cloudTrailOracle } from '../../data/cloudtrail/generator/oracle';
import type { IamDifficulty } from '../../data/iam/difficulty';
import type { Interval } from '../../evaluate/interval';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { foundAttacks } from './found-attacks';
import type { CloudTrailBorders } from './iam-threat-lstm';
import { scoresByMethod, type ThresholdedScores, testPart } from './judge-method';
import { judgeThreats } from './judge-threats';
import { type CloudTrailRows, generatedCloudTrailRows } from './rows';
import { likeliestAttack } from './threat';
import { threatIntervals } from './threat-intervals';
import { fitThreatMethods, type ThreatMethod, type ThreatMethodOptions } from './threat-methods';

/** What an experiment is made with. */
export interface CloudTrailExperimentOptions extends ThreatMethodOptions {
  /** Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /** Size of the company: 1 makes some 88,000 events. Default 1. */
  readonly scale?: number;
  /** Default 130: each technique five times, and where six more come in the last year as often as the others. */
  readonly attacksPerYear?: number;
  /** Whether the oracle is among the methods, which takes as long as a training. Default false. */
  readonly oracle?: boolean;
}

/** An experiment with its fitted methods. */
export interface CloudTrailExperiment {
  /** By method: what `judgeThreats` says of the last year. */
  readonly metrics: MetricsByMethod;
  /** By method: how far two of these figures would move with other attacks and days of the same company. */
  readonly intervals: Readonly<Record<string, ReturnType<typeof threatIntervals>>>;
  /** By method: share of the last year's attacks found where 1 % of its normal events are flagged, with a bootstrap interval. */
  readonly attacksFound: Readonly<Record<string, Interval>>;
  /** The three years, when the last half of the second and the third begin, and what each method says of them. */
  readonly rows: CloudTrailRows;
  readonly borders: CloudTrailBorders;
  readonly scored: Readonly<Record<string, ThresholdedScores>>;
  /** Fitted on these generated events, and on nothing else; to be disposed of. */
  readonly methods: readonly ThreatMethod[];
}

const DAY = 86_400_000;
/** Of the 730 days before the last year the last fourth validates. */
const VALIDATION_DAY = 548;
const NAMES = [
  ...['seed', 'epochs', 'windowLength', 'methods', 'onEpoch', 'signal'],
  ...['difficulty', 'scale', 'attacksPerYear', 'oracle'],
];

/**
 * The CloudTrail experiment for one seed: three years of new synthetic events, every method fitted on the first 18 months,
 * its threshold set to 1 % of the next half year's normal events, and judged on the last year, in which six techniques
 * come that no one has used before.
 *
 * The `oracle` knows how the data were made and bounds what can be reached. Synthetic: it says how methods compare where the
 * truth is known, nothing about detection in the field; `techniquesFound` is for real ones.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 */
export async function cloudTrailExperiment(
  options: CloudTrailExperimentOptions,
): Promise<CloudTrailExperiment> {
  checkOptionNames(options, NAMES);
  const { seed, difficulty = 'medium', scale = 1, attacksPerYear = 130 } = options;
  const generator = createCloudTrailGenerator({ seed, difficulty, scale, attacksPerYear });
  const rows = generatedCloudTrailRows(generator);
  const { start } = generator.settings;
  const borders = {
    validationFrom: start + VALIDATION_DAY * DAY,
    testFrom: start + LAST_YEAR * DAY,
  };
  const methods = await fitThreatMethods(rows, borders, options);
  const all = options.oracle ? [...methods, oracleMethod(generator)] : methods;
  const scored = Object.fromEntries(await scoresByMethod(all, rows, borders));
  const byMethod = <Value>(of: (part: ReturnType<typeof testPart>) => Value) =>
    Object.fromEntries(
      Object.entries(scored).map(([name, own]) => [name, of(testPart(rows, borders, own))]),
    );
  return {
    metrics: byMethod(({ test, own }) => judgeThreats(test, own, own.threshold)),
    intervals: byMethod(({ test, own }) => threatIntervals(test, own, { seed })),
    attacksFound: byMethod(
      ({ test, own }) => foundAttacks(own.scores, test.attacks, 0.01, seed).share,
    ),
    ...{ rows, borders, scored, methods },
  };
}

/** Knows how the events were made, and scores these alone. */
function oracleMethod(generator: CloudTrailGenerator): ThreatMethod {
  return {
    name: 'oracle',
    score: async ({ events }) => {
      const scores = new Float64Array(events.length);
      const classes = new Int32Array(events.length);
      const nClasses = CLOUDTRAIL_CLASSES.length;
      let i = 0;
      for (const ofDay of cloudTrailOracle(generator)) {
        for (let at = 0; at < ofDay.length; at += nClasses) {
          const own = ofDay.subarray(at, at + nClasses);
          scores[i] = 1 - own[0];
          classes[i++] = likeliestAttack(own);
        }
      }
      return { scores, classes };
    },
    dispose: () => {},
  };
}
