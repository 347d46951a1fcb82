import { checkInteger, checkOptionNames } from '../../check-options';
import type { IamDifficulty } from '../../data/iam/difficulty';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { autoencoder } from '../../detectors/autoencoder';
import { isolationForest } from '../../detectors/isolation-forest';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { type Matrix, takeRows } from '../../matrix';
import { averageAcrossTables, type ScoredEvents } from './average-across-tables';
import { WHIS_HISTORY_COLUMNS, WHIS_ML_COLUMNS } from './columns';
import { generateWhisTables } from './generate-tables';
import { judgeScores } from './judge-scores';
import { prepareMlData } from './prepare-ml-data';
import { type ScoresByMethod, scoreWhisTable } from './score-table';
import { splitAtTime, type TimeSplit } from './split-at-time';
import type { WhisTable } from './tables';

/** What an experiment is made with. */
export interface WhisExperimentOptions {
  /** Of the data, the forest and the network. */
  readonly seed: number;
  /** Default `medium`. */
  readonly difficulty?: IamDifficulty;
  /** Default 100. */
  readonly nUsers?: number;
  /** Passes of the autoencoder over the training events. Default 20. */
  readonly epochs?: number;
  /** Days of the 30 that train; the later ones test. Default 21. */
  readonly trainDays?: number;
}

type Tables = Readonly<Record<WhisTableName, WhisTable>>;
type ScoresByTable = Record<WhisTableName, ScoresByMethod>;

const DAY = 86_400_000;

/**
 * The whole WHIS experiment for one seed: new event tables, each method fitted on each of them and judged twice, in
 * sample as the seed notebook does, and on weeks later than those it was fitted on.
 *
 * Methods flag what scores at or above the threshold that 15 % of the training events reach. `oracle` is `whisOracle`, the bound;
 * `(history)` marks the forest that sees `WHIS_HISTORY_COLUMNS`, too; `average across tables` is the mean of the
 * user's ranks over an hour in all tables. No method sees a label.
 *
 * @returns by method: `TABLE WAY METRIC`, where the way is `in sample` or `later weeks`, the metric `rocAuc`,
 * `precision` or `recall`.
 * @throws {RangeError} if an option is unknown or out of range, or a part has one class only.
 */
export async function whisExperiment(options: WhisExperimentOptions): Promise<MetricsByMethod> {
  checkOptionNames(options, ['seed', 'difficulty', 'nUsers', 'epochs', 'trainDays']);
  const { seed, difficulty = 'medium', nUsers = 100, epochs = 20, trainDays = 21 } = options;
  checkInteger('trainDays', trainDays, 1, 29);
  const { tables, start } = await generateWhisTables({ seed, difficulty, nUsers });
  return judgeTables(tables, start + trainDays * DAY, { seed, epochs });
}

async function judgeTables(
  tables: Tables,
  border: number,
  options: { seed: number; epochs: number },
): Promise<MetricsByMethod> {
  const figures: Record<string, Record<string, number>> = {};
  const later = {} as ScoresByTable;
  const add = (name: WhisTableName, way: string, scores: ScoresByMethod, split: TimeSplit) => {
    for (const [method, own] of Object.entries(scores)) {
      const judged = judgeScores(own, tables[name].truth.labels, split);
      for (const [metric, value] of Object.entries(judged)) {
        figures[method] = { ...figures[method], [`${name} ${way} ${metric}`]: value };
      }
    }
  };
  for (const name of WHIS_TABLE_NAMES) {
    const table = tables[name];
    const { seed } = options;
    const all = Int32Array.from(table.features.times.keys());
    const inSample = await scoreWhisTable(name, table, all, { seed });
    add(name, 'in sample', inSample, { train: all, test: all });
    const split = splitAtTime(table.features.times, border);
    const scores = await scoreWhisTable(name, table, split.train, { seed });
    const further = await furtherScores(name, table, split.train, options);
    later[name] = scores;
    add(name, 'later weeks', { ...scores, ...further }, split);
  }
  for (const [name, own] of Object.entries(acrossTables(tables, later))) {
    const table = name as WhisTableName;
    const split = splitAtTime(tables[table].features.times, border);
    add(table, 'later weeks', { 'average across tables': own }, split);
  }
  return figures;
}

async function furtherScores(
  name: WhisTableName,
  { features }: WhisTable,
  train: Int32Array,
  { seed, epochs }: { seed: number; epochs: number },
): Promise<ScoresByMethod> {
  const { scaled } = prepareMlData(name, features, { train });
  const networks = {
    autoencoder: await autoencoderScores(scaled, train, seed, epochs),
    'autoencoder untrained': await autoencoderScores(scaled, train, seed, 0),
  };
  if (name !== 'auth_events') return networks;
  const columns = { ...WHIS_ML_COLUMNS[name], ...WHIS_HISTORY_COLUMNS };
  const wider = prepareMlData(name, features, { train, columns }).scaled;
  const forest = await isolationForest({ seed }).fit(takeRows(wider, train));
  return { ...networks, 'isolation forest (history)': await forest.score(wider) };
}

/** Scores of the autoencoder (8-4-8, batches of 128), fitted on the training rows; untrained with 0 epochs. */
async function autoencoderScores(
  samples: Matrix,
  train: Int32Array,
  seed: number,
  epochs: number,
): Promise<Float32Array> {
  const detector = autoencoder({ seed, epochs, batchSize: 128 });
  const fitted = await detector.fit(takeRows(samples, train));
  try {
    return await fitted.score(samples);
  } finally {
    fitted.dispose();
  }
}

/** The average of three over the user's last hour in all tables. */
function acrossTables(tables: Tables, scores: ScoresByTable): Record<WhisTableName, Float32Array> {
  const eventsOf = (name: WhisTableName): ScoredEvents => {
    const { features, users } = tables[name];
    return { times: features.times, users, scores: scores[name]['average of three'] };
  };
  const [auth_events, process_events, admin_events] = WHIS_TABLE_NAMES.map(eventsOf);
  return averageAcrossTables({ auth_events, process_events, admin_events });
}
