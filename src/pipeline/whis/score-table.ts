import type { WhisTableName } from '../../data/whis/event';
import { largestZ } from '../../detectors/largest-z';
import { averageScores } from '../../evaluate/combine';
import { takeRows } from '../../matrix';
import { fitWhisModels, type WhisModelOptions } from './models';
import { prepareMlData } from './prepare-ml-data';
import { signCount } from './sign-count';
import type { WhisTable } from './tables';

/** Scores of all rows by method, each shape `[nSamples]`; higher is more anomalous. */
export type ScoresByMethod = Readonly<Record<string, Float32Array>>;

/**
 * Scores of all rows of a table by the three detectors, fitted on its training rows, beside two baselines, the `sign count` and
 * the `largest z-score`, and the bound, the `oracle`.
 *
 * `average of three` is the mean of the three's ranks among the scores of the training rows. Labels play no part but in the oracle.
 *
 * @param train rows that means, categories, scales and detectors are learned from, ascending.
 * @throws {RangeError} as `prepareMlData` and `fitWhisModels`.
 */
export async function scoreWhisTable(
  name: WhisTableName,
  { features, truth }: WhisTable,
  train: Int32Array,
  options: WhisModelOptions = {},
): Promise<ScoresByMethod> {
  const { scaled } = prepareMlData(name, features, { train });
  const known = takeRows(scaled, train);
  const z = await largestZ().fit(known);
  const models = await fitWhisModels(known, options);
  const scores: Record<string, Float32Array> = await models.score(scaled);
  for (const [model, ofTrain] of Object.entries(models.trainScores)) {
    train.forEach((row, i) => {
      scores[model][row] = ofTrain[i];
    });
  }
  return {
    'sign count': signCount(name, features),
    'largest z-score': await z.score(scaled),
    ...scores,
    'average of three': rankAverage(scores, train),
    oracle: Float32Array.from(truth.posteriors),
  };
}

/** Mean over methods of each score's rank among those of the training rows, shape `[nSamples]`. */
function rankAverage(scores: ScoresByMethod, train: Int32Array): Float32Array {
  const ofTrain = Object.entries(scores).map(
    ([name, own]) => [name, Array.from(train, (row) => own[row])] as const,
  );
  return averageScores(scores, Object.fromEntries(ofTrain));
}
