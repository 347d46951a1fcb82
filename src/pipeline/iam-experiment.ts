import type { IamDifficulty } from '../data/iam/difficulty';
import { createIamDataGenerator } from '../data/iam/generator';
import { iamOracle } from '../data/iam/oracle';
import type { FitOptions } from '../detectors/detector';
import { binaryMetrics } from '../evaluate/binary-metrics';
import { averageScores } from '../evaluate/combine';
import type { MetricsByMethod } from '../evaluate/repeat-over-seeds';
import { bestF1Threshold, flag } from '../evaluate/threshold';
import { noveltyCount } from '../features/iam-novelty';
import { averagePrecision } from '../metrics/precision-recall';
import { rocAuc } from '../metrics/roc';
import type { IamModel } from './iam-models';
import { type IamRows, iamRows, splitNewest } from './iam-rows';
import { fitIam } from './iam-train';

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
  readonly validation: Float32Array;
  readonly test: Float32Array;
}

const LEARNED: readonly (readonly [name: string, model: IamModel, isTrained: boolean])[] = [
  ['isolation forest', 'isolationForest', true],
  ['logistic regression', 'logisticRegression', true],
  ['LSTM untrained', 'lstm', false],
  ['transformer untrained', 'transformer', false],
  ['LSTM', 'lstm', true],
  ['transformer', 'transformer', true],
];

/**
 * The whole IAM experiment for one seed: new data, each method fitted, all judged on the same events.
 *
 * The newest fifth of the events tests; of the others the newest fifth validates, which stops
 * training and chooses each method's threshold, by the best F1. `count of firsts` learns nothing;
 * the `oracle` knows how the data were made and bounds what can be reached.
 *
 * @returns by method: ROC AUC, average precision, and accuracy, precision, recall and F1 at its threshold.
 * @throws {RangeError} if an option is out of range, or a part has one class only.
 */
export async function iamExperiment(options: IamExperimentOptions): Promise<MetricsByMethod> {
  const dataset = createIamDataGenerator(options).generateCompleteDataset(options);
  const all = iamRows(dataset.events);
  const { earlier, newest: test } = splitNewest(all, 0.2);
  const { newest: validation } = splitNewest(earlier, 0.2);
  const newestOf = (scores: Float32Array): PartScores => ({
    validation: scores.subarray(earlier.rows.length - validation.rows.length, earlier.rows.length),
    test: scores.subarray(earlier.rows.length),
  });
  const scores: Record<string, PartScores> = {};
  scores['count of firsts'] = newestOf(noveltyCount(all.rows));
  for (const [name, model, isTrained] of LEARNED) {
    const training = isTrained ? options : { ...options, epochs: 0 };
    scores[name] = newestOf(await scoreAll(name, model, all, earlier, training));
  }
  scores['average of three'] = averageOf(['isolation forest', 'LSTM', 'transformer'], scores);
  scores['oracle'] = newestOf(iamOracle(dataset));
  return Object.fromEntries(
    Object.entries(scores).map(([name, parts]) => [name, metricsOf(parts, validation, test)]),
  );
}

/** Fits a model on the earlier rows and scores all of them, each with its user's earlier ones. */
async function scoreAll(
  name: string,
  model: IamModel,
  all: IamRows,
  earlier: IamRows,
  { seed, epochs = 30, sequenceLength = 10, onEpoch }: IamExperimentOptions,
): Promise<Float32Array> {
  const controls = onEpoch ? { onEpoch: (...epoch: EpochOf) => onEpoch(name, ...epoch) } : {};
  const { fitted } = await fitIam(model, earlier, { seed, epochs, sequenceLength }, controls);
  try {
    return await fitted.score(all.rows);
  } finally {
    fitted.dispose();
  }
}

function averageOf(
  names: readonly string[],
  scores: Readonly<Record<string, PartScores>>,
): PartScores {
  const of = (part: keyof PartScores) =>
    Object.fromEntries(names.map((name) => [name, scores[name][part]]));
  const calibration = of('validation');
  return {
    validation: averageScores(calibration, calibration),
    test: averageScores(of('test'), calibration),
  };
}

function metricsOf(
  scores: PartScores,
  { labels: validationLabels }: IamRows,
  { labels }: IamRows,
): Readonly<Record<string, number>> {
  const threshold = bestF1Threshold(validationLabels, scores.validation);
  return {
    rocAuc: rocAuc(labels, scores.test),
    averagePrecision: averagePrecision(labels, scores.test),
    ...binaryMetrics(labels, flag(scores.test, threshold)),
  };
}
