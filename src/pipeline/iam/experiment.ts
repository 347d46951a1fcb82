import type { IamDifficulty } from '../../data/iam/difficulty';
import { createIamDataGenerator } from '../../data/iam/generator';
import { iamOracle } from '../../data/iam/oracle';
import type { FitOptions } from '../../detectors/detector';
import { binaryMetrics } from '../../evaluate/binary-metrics';
import { majorityVote } from '../../evaluate/combine';
import type { MetricsByMethod } from '../../evaluate/repeat-over-seeds';
import { bestF1Threshold } from '../../evaluate/thresholds/best-f1';
import { flag } from '../../evaluate/thresholds/flag';
import { noveltyCount } from '../../features/iam-novelty';
import { averageOf, maximumOf, type ScoreColumns } from '../../metrics/combine-scores';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { applyScoreScale, fitScoreScale } from '../../metrics/score-scale';
import type { IamModel } from './models';
import { type IamRows, iamRows, splitNewest } from './rows';
import { fitIam } from './train';

/** What an experiment is made with. */
export interface IamExperimentOptions {
  /** Of the data, the weights and the order of batches. */
  readonly seed: number;
  readonly difficulty: IamDifficulty;
  /** Passes over the training events at most. Default 30. */
  readonly epochs?: number;
  /** Events of a user that a network sees, the last one included. Default 10. */
  readonly sequenceLength?: number;
  /** Default 100. */
  readonly nUsers?: number;
  /** Default 100. */
  readonly normalEventsPerUser?: number;
  /** Called after each epoch of each network, with the network's name. */
  readonly onEpoch?: (model: string, ...epoch: EpochOf) => void;
}

type EpochOf = Parameters<NonNullable<FitOptions['onEpoch']>>;

/** Scores of one method on the two parts that no model learned from. */
interface PartScores {
  readonly validation: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

/** A fitted method: which model, whether it is trained, and how many events it sees. */
interface Method {
  readonly name: string;
  readonly model: IamModel;
  readonly isTrained: boolean;
  readonly seesOne: boolean;
}

const LEARNED: readonly Method[] = [
  { name: 'isolation forest', model: 'isolationForest', isTrained: true, seesOne: true },
  { name: 'logistic regression', model: 'logisticRegression', isTrained: true, seesOne: true },
  { name: 'LSTM untrained', model: 'lstm', isTrained: false, seesOne: false },
  { name: 'transformer untrained', model: 'transformer', isTrained: false, seesOne: false },
  { name: 'LSTM on one event', model: 'lstm', isTrained: true, seesOne: true },
  { name: 'transformer on one event', model: 'transformer', isTrained: true, seesOne: true },
  { name: 'LSTM', model: 'lstm', isTrained: true, seesOne: false },
  { name: 'transformer', model: 'transformer', isTrained: true, seesOne: false },
];

const ENSEMBLE = ['isolation forest', 'LSTM', 'transformer'];

/**
 * The whole IAM experiment for one seed: new data, each method fitted, all judged on the same events.
 *
 * The newest fifth of the events tests; of the others the newest fifth validates, which stops
 * training and chooses each method's threshold, by the best F1. `count of firsts` learns nothing;
 * the `oracle` knows how the data were made and bounds what can be reached. The networks `on one
 * event` are the same networks without the user's earlier events: only what lies above them is owed to order.
 *
 * @returns by method: ROC AUC, average precision, and accuracy, precision, recall and F1 at its
 * threshold; of the `vote of three`, which has no scores, the last four.
 * @throws {RangeError} if an option is out of range, or a part has one class only.
 */
export async function iamExperiment(options: IamExperimentOptions): Promise<MetricsByMethod> {
  const { seed, difficulty, nUsers = 100, normalEventsPerUser = 100 } = options;
  const dataset = createIamDataGenerator({ seed, difficulty }).generateCompleteDataset({
    nUsers,
    normalEventsPerUser,
  });
  const all = iamRows(dataset.events);
  const { earlier, newest: test } = splitNewest(all, 0.2);
  const { newest: validation } = splitNewest(earlier, 0.2);
  const newestOf = (scores: Float32Array): PartScores => ({
    validation: scores.subarray(earlier.rows.length - validation.rows.length, earlier.rows.length),
    test: scores.subarray(earlier.rows.length),
  });
  const scores: Record<string, PartScores> = {};
  scores['count of firsts'] = newestOf(noveltyCount(all.rows));
  for (const method of LEARNED) {
    scores[method.name] = newestOf(await scoreAll(method, all, earlier, options));
  }
  const members = ENSEMBLE.map((name) => scores[name]);
  scores['average of three'] = combineRanks(members, averageOf);
  scores['maximum of three'] = combineRanks(members, maximumOf);
  scores['oracle'] = newestOf(iamOracle(dataset));
  const flags = mapValues(scores, (parts) => flagsOf(parts, validation));
  const metrics = mapValues(scores, ({ test: own }, name) => ({
    rocAuc: rocAuc(test.labels, own),
    averagePrecision: averagePrecision(test.labels, own),
    ...binaryMetrics(test.labels, flags[name]),
  }));
  const votes = majorityVote(Object.fromEntries(ENSEMBLE.map((name) => [name, flags[name]])));
  return { ...metrics, 'vote of three': { ...binaryMetrics(test.labels, votes) } };
}

/** Fits a model on the earlier rows and scores all of them, each with its user's earlier ones. */
async function scoreAll(
  { name, model, isTrained, seesOne }: Method,
  all: IamRows,
  earlier: IamRows,
  options: IamExperimentOptions,
): Promise<Float32Array> {
  const { seed, onEpoch } = options;
  const epochs = isTrained ? (options.epochs ?? 30) : 0;
  const sequenceLength = seesOne ? 1 : (options.sequenceLength ?? 10);
  const controls = onEpoch ? { onEpoch: (...epoch: EpochOf) => onEpoch(name, ...epoch) } : {};
  const { fitted } = await fitIam(model, earlier, { seed, epochs, sequenceLength }, controls);
  try {
    return await fitted.score(all.rows);
  } finally {
    fitted.dispose();
  }
}

/** Combines how high each score ranks among its model's validation scores: one scale for all models. */
function combineRanks(
  members: readonly PartScores[],
  combine: (ranks: ScoreColumns) => Float64Array,
): PartScores {
  const scales = members.map(({ validation }) => fitScoreScale('rank', validation));
  const ranksOf = (part: keyof PartScores) =>
    members.map((scores, i) => applyScoreScale(scales[i], scores[part]));
  return { validation: combine(ranksOf('validation')), test: combine(ranksOf('test')) };
}

/** Flags of the test part by the threshold with the best F1 on validation. */
function flagsOf({ validation, test }: PartScores, { labels }: IamRows): Int32Array {
  return flag(test, bestF1Threshold(labels, validation));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  );
}
