import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInteger, checkOptionNames } from '../../check-options';
import type { IamDifficulty } from '../../data/iam/difficulty';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import { writeFeatureStore } from '../../data/whis/feature-store-files';
import { createWhisGenerator } from '../../data/whis/generator';
import { isolationForest } from '../../detectors/isolation-forest';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { contaminationThreshold } from '../../evaluate/thresholds/contamination';
import { flag } from '../../evaluate/thresholds/flag';
import { openFeatureStore } from '../../features/store';
import { takeRows } from '../../matrix';
import { precision, recall } from '../../metrics/binary';
import { rocAuc } from '../../metrics/roc';
import { averageAcrossTables, type ScoredEvents } from './average-across-tables';
import { WHIS_HISTORY_COLUMNS, WHIS_ML_COLUMNS } from './columns';
import { prepareMlData } from './prepare-ml-data';
import { autoencoderScores, type ScoresByMethod, scoreRows } from './score-rows';
import { signCount } from './sign-count';
import { readWhisTables, type WhisTable } from './tables';

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
type ScoresByTable = Record<WhisTableName, Record<string, Float32Array>>;

/** Rows that a method learns from, and rows that it is judged on. */
interface Parts {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

const DAY = 86_400_000;
const CONTAMINATION = 0.15;

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
  const dataset = createWhisGenerator({ seed, difficulty }).generateCompleteDataset({ nUsers });
  const directory = await mkdtemp(join(tmpdir(), 'whis-'));
  try {
    await writeFeatureStore(directory, dataset);
    const tables = await readWhisTables(await openFeatureStore(directory));
    return await judgeTables(tables, dataset.start + trainDays * DAY, seed, epochs);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function judgeTables(
  tables: Tables,
  border: number,
  seed: number,
  epochs: number,
): Promise<MetricsByMethod> {
  const [inSample, later] = [{}, {}] as [ScoresByTable, ScoresByTable];
  for (const name of WHIS_TABLE_NAMES) {
    const { train } = partsAt(tables[name], border);
    inSample[name] = await scoreTable(name, tables[name], partsAt(tables[name]).train, seed);
    later[name] = {
      ...(await scoreTable(name, tables[name], train, seed)),
      ...(await furtherScores(name, tables[name], train, seed, epochs)),
    };
  }
  addAcross(tables, later);
  const figures: Record<string, Record<string, number>> = {};
  for (const name of WHIS_TABLE_NAMES) {
    const { labels } = tables[name].truth;
    const ways = [
      ['in sample', inSample[name], partsAt(tables[name])],
      ['later weeks', later[name], partsAt(tables[name], border)],
    ] as const;
    for (const [way, scores, parts] of ways) {
      for (const [method, own] of Object.entries(scores)) {
        for (const [metric, value] of Object.entries(figuresOf(own, labels, parts))) {
          figures[method] = { ...figures[method], [`${name} ${way} ${metric}`]: value };
        }
      }
    }
  }
  return figures;
}

/** Events before the border train, the others test; without one all events do both, as in the seed. */
function partsAt({ features }: WhisTable, border?: number): Parts {
  const { times } = features;
  const all = Int32Array.from(times.keys());
  if (border === undefined) return { train: all, test: all };
  return {
    train: all.filter((i) => times[i] < border),
    test: all.filter((i) => times[i] >= border),
  };
}

async function scoreTable(
  name: WhisTableName,
  { features, truth }: WhisTable,
  train: Int32Array,
  seed: number,
): Promise<ScoresByMethod> {
  const { scaled } = prepareMlData(name, features, { train });
  return {
    'sign count': signCount(name, features),
    ...(await scoreRows(scaled, train, { seed })),
    oracle: Float32Array.from(truth.posteriors),
  };
}

async function furtherScores(
  name: WhisTableName,
  { features }: WhisTable,
  train: Int32Array,
  seed: number,
  epochs: number,
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

/** Adds the average of three over the user's events in all tables. */
function addAcross(tables: Tables, scores: ScoresByTable): void {
  const events = WHIS_TABLE_NAMES.map((name): [WhisTableName, ScoredEvents] => {
    const { features, users } = tables[name];
    return [name, { times: features.times, users, scores: scores[name]['average of three'] }];
  });
  const across = averageAcrossTables(Object.fromEntries(events));
  for (const name of WHIS_TABLE_NAMES) scores[name]['average across tables'] = across[name];
}

function figuresOf(scores: Float32Array, labels: Int32Array, { train, test }: Parts) {
  const ofTrain = Float32Array.from(train, (i) => scores[i]);
  const threshold = contaminationThreshold(ofTrain, CONTAMINATION);
  const own = Float32Array.from(test, (i) => scores[i]);
  const truth = Int32Array.from(test, (i) => labels[i]);
  const flags = flag(own, threshold);
  return {
    rocAuc: rocAuc(truth, own),
    precision: precision(truth, flags),
    recall: recall(truth, flags),
  };
}
