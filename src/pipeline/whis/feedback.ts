import { checkInteger, checkOptionNames } from '../../check-options';
import type { IamDifficulty } from '../../data/iam/difficulty';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { forestFeedback } from '../../detectors/feedback/forest-feedback';
import { labelRegression } from '../../detectors/feedback/label-regression';
import { isolationForest } from '../../detectors/isolation-forest';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import {
  type JudgedSamples,
  type Learner,
  simulateFeedback,
} from '../../evaluate/simulate-feedback';
import { takeRows } from '../../matrix';
import { generateWhisTables } from './generate-tables';
import { prepareMlData } from './prepare-ml-data';
import { splitAtTime } from './split-at-time';
import type { WhisTable } from './tables';

/** What a simulation is made with. */
export interface WhisFeedbackOptions {
  /** Of the data, the forest and the order of equal scores. */
  readonly seed: number;
  /** Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /** Default 100. */
  readonly nUsers?: number;
  /** Days whose events the analyst is asked about; the later ones are judged. Default 21. */
  readonly trainDays?: number;
  /** Alerts of the later weeks that are read, at least 1. Default 50. */
  readonly alerts?: number;
  /** Rounds of ten answers, at least 1. Default 10. */
  readonly rounds?: number;
}

const DAY = 86_400_000;

/**
 * Active learning on each table: an analyst says yes or no to the ten highest of the earlier events, again and again,
 * and the ranking of later weeks is made anew after each round.
 *
 * `no feedback` is the isolation forest as it was fitted; `forest feedback` and `label regression` learn from the answers;
 * `random answers` is the forest fed answers that know nothing, the control. Answers are the truth. Later events of sessions
 * that began before the border are left out.
 *
 * @returns by learner: `TABLE ROUND`, recall at so many alerts of the later weeks after so many rounds.
 * @throws {RangeError} if an option is unknown or out of range, or a part has no attack, or fewer events than alerts.
 */
export async function whisFeedback(options: WhisFeedbackOptions): Promise<MetricsByMethod> {
  checkOptionNames(options, ['seed', 'difficulty', 'nUsers', 'trainDays', 'alerts', 'rounds']);
  const { seed, difficulty = 'medium', nUsers = 100, trainDays = 21 } = options;
  const { alerts = 50, rounds = 10 } = options;
  checkInteger('trainDays', trainDays, 1, 29);
  const { tables, start } = await generateWhisTables({ seed, difficulty, nUsers });
  const recalls: Record<string, Record<string, number>> = {};
  for (const table of WHIS_TABLE_NAMES) {
    const { queue, later } = partsOf(table, tables[table], start + trainDays * DAY);
    for (const [name, { learn, answers }] of Object.entries(await learnersOf(queue, seed))) {
      const after = await simulateFeedback(queue, later, learn, { seed, answers, alerts, rounds });
      const own = after.map(({ round, laterRecall }) => [`${table} ${round}`, laterRecall]);
      recalls[name] = { ...recalls[name], ...Object.fromEntries(own) };
    }
  }
  return recalls;
}

interface Learning {
  readonly learn: Learner;
  readonly answers: 'truth' | 'random';
}

async function learnersOf(
  { samples }: JudgedSamples,
  seed: number,
): Promise<Record<string, Learning>> {
  const forest = await isolationForest({ seed }).fit(samples);
  const fed = forestFeedback(forest);
  return {
    'no feedback': { learn: () => forest, answers: 'truth' },
    'forest feedback': { learn: fed, answers: 'truth' },
    'label regression': { learn: await labelRegression(forest, samples), answers: 'truth' },
    'random answers': { learn: fed, answers: 'random' },
  };
}

/** Earlier and later events, scaled by the earlier; no session is in both. */
function partsOf(
  name: WhisTableName,
  { features, truth }: WhisTable,
  border: number,
): Record<'queue' | 'later', JudgedSamples> {
  const { train, test } = splitAtTime(features.times, border);
  const { scaled } = prepareMlData(name, features, { train });
  const known = new Set(Array.from(train, (row) => truth.sessions[row]));
  const unknown = test.filter((row) => !known.has(truth.sessions[row]));
  const judged = (rows: Int32Array) => ({
    samples: takeRows(scaled, rows),
    labels: Int32Array.from(rows, (row) => truth.labels[row]),
  });
  return { queue: judged(train), later: judged(unknown) };
}
