import { checkOptionNames } from '../../check-options';
import { type AuthEvent, zeroTrustLabels } from '../../data/auth/event';
import { createAuthLogGenerator } from '../../data/auth/generator';
import type { IamDifficulty } from '../../data/iam/difficulty';
import { parseIsoTime } from '../../data/iso-time';
import { type Split, stratifiedSplit, temporalSplit } from '../../data/split';
import { isolationForest } from '../../detectors/isolation-forest';
import { averageScores } from '../../evaluate/combine';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { oddityCount, refusalCount } from '../../features/auth-baselines';
import { AUTH_HISTORY_COLUMNS, withAuthHistory } from '../../features/auth-history';
import { userHourBaseline } from '../../features/user-hour-baseline';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import type { ColumnKind } from '../encoder';
import { pipeline } from '../pipeline';
import { AUTH_COLUMNS } from './columns';
import { fitAuthModels, fitAutoencoder } from './models';

/** What an experiment is made with. */
export interface AuthExperimentOptions {
  /** Of the data, the forest and the network. */
  readonly seed: number;
  /** Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /** Default 100. */
  readonly nUsers?: number;
  /** Passes of the autoencoder over the training logins. Default 20. */
  readonly epochs?: number;
}

/** Scores of each method, each shape `[nEvents]`. */
type Scores = Record<string, Float32Array>;

const PARTS = { validation: 0.14, test: 0.3 };
const RATIO_COLUMN = { logRatio: 'numeric' } as const;
const SCALED = { scaler: 'standard' } as const;

/**
 * The whole authentication experiment for one seed: new logins, each method fitted on normal ones, all judged on
 * the same later logins.
 *
 * Of the synthetic logins the first 56 % train, the next 14 % are the scale of the ensembles, the last 30 %
 * test. `(history)` marks models that see `AuthHistory` beside the eight columns, `(ratio)` those that see the
 * deviation from the user's hour instead, `(label codes)` categories as numbers, and `(random split)` the
 * forest on parts of the same sizes drawn at random, which is judged on other logins than the rest.
 *
 * @returns by method: ROC AUC and average precision.
 * @throws {RangeError} if an option is unknown or out of range, or a part has one class only.
 */
export async function authExperiment(options: AuthExperimentOptions): Promise<MetricsByMethod> {
  checkOptionNames(options, ['seed', 'difficulty', 'nUsers', 'epochs']);
  const { seed, difficulty = 'medium', nUsers = 100, epochs = 20 } = options;
  const generator = createAuthLogGenerator({ seed, difficulty });
  const logins = authLogins(generator.generateCompleteDataset({ nUsers }).events);
  const { rows, labels, times } = logins;
  const split = temporalSplit(times, PARTS);
  const random = stratifiedSplit(labels, { ...PARTS, seed });
  const scores: Scores = {
    'bytes alone': Float32Array.from(rows, ({ bytes_transferred }) => bytes_transferred),
    'deviation ratio': Float32Array.from(rows, ({ logRatio }) => logRatio),
    'count of refusals': refusalCount(rows),
    'count of oddities': oddityCount(rows),
    'isolation forest (label codes)': await scoreForest(logins, split, seed, withLabelCodes()),
  };
  const kinds = { '': {}, ' (ratio)': RATIO_COLUMN, ' (history)': AUTH_HISTORY_COLUMNS };
  for (const [suffix, more] of Object.entries(kinds)) {
    const columns = { ...AUTH_COLUMNS, ...more };
    const own = await scoreModels(logins, split, { seed, epochs, columns });
    for (const [name, values] of Object.entries(own)) scores[`${name}${suffix}`] = values;
  }
  const ofRandom = await scoreForest(logins, random, seed, AUTH_COLUMNS);
  return {
    ...Object.fromEntries(
      Object.entries(scores).map(([name, own]) => [name, figuresOf(own, labels, split.test)]),
    ),
    'isolation forest (random split)': figuresOf(ofRandom, labels, random.test),
  };
}

type Logins = ReturnType<typeof authLogins>;
type Columns = Readonly<Record<string, ColumnKind>>;

function authLogins(events: readonly AuthEvent[]) {
  const baseline = userHourBaseline(events);
  const rows = withAuthHistory(events).map((row, i) => {
    return { ...row, logRatio: Math.log10(baseline[i].deviationRatio + 1e-3) };
  });
  const times = events.map(({ timestamp }) => parseIsoTime(timestamp));
  return { rows, labels: zeroTrustLabels(events), times };
}

const normalOf = ({ rows, labels }: Logins, { train }: Split) =>
  Array.from(
    train.filter((i) => labels[i] === 0),
    (i) => rows[i],
  );

/** The seed's way. */
function withLabelCodes(): Columns {
  const kinds = Object.entries(AUTH_COLUMNS).map(([name, kind]) => {
    return [name, kind === 'frequency' ? 'label' : kind] as const;
  });
  return Object.fromEntries(kinds);
}

async function scoreForest(
  logins: Logins,
  split: Split,
  seed: number,
  columns: Columns,
): Promise<Float32Array> {
  const unfitted = pipeline({ columns, ...SCALED, detector: isolationForest({ seed }) });
  return (await unfitted.fit(normalOf(logins, split))).score(logins.rows);
}

/** Scores of the three, of the untrained autoencoder and of the three's mean rank. */
async function scoreModels(
  logins: Logins,
  split: Split,
  options: { seed: number; epochs: number; columns: Columns },
): Promise<Scores> {
  const normal = normalOf(logins, split);
  const models = await fitAuthModels(normal, options);
  const { forest } = models;
  const untrained = await fitAutoencoder(forest.transform(normal), options.seed, 0);
  try {
    const scores = await models.score(logins.rows);
    const scale = Object.entries(scores).map(([name, own]) => {
      return [name, Array.from(split.validation, (i) => own[i])] as const;
    });
    return {
      'autoencoder untrained': await untrained.score(forest.transform(logins.rows)),
      ...scores,
      'average of three': averageScores(scores, Object.fromEntries(scale)),
    };
  } finally {
    models.dispose();
    untrained.dispose();
  }
}

function figuresOf(scores: Float32Array, labels: Int32Array, test: Int32Array) {
  const [ownLabels, own] = [labels, scores].map((values) => Array.from(test, (i) => values[i]));
  return { rocAuc: rocAuc(ownLabels, own), averagePrecision: averagePrecision(ownLabels, own) };
}
