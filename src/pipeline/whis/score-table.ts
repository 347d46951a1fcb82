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
  const others = rowsBut(train, scaled.nSamples);
  const ofOthers: Partial<ScoresByMethod> =
    others.length > 0 ? await models.score(takeRows(scaled, others)) : {};
  const scores = Object.fromEntries(
    Object.entries(models.trainScores).map(([model, ofTrain]) => {
      const all = new Float32Array(scaled.nSamples);
      scatter(all, train, ofTrain);
      scatter(all, others, ofOthers[model] ?? []);
      return [model, all];
    }),
  );
  return {
    'sign count': signCount(name, features),
    'largest z-score': await z.score(scaled),
    ...scores,
    'average of three': rankAverage(scores, train),
    oracle: Float32Array.from(truth.posteriors),
  };
}

function rowsBut(rows: Int32Array, nSamples: number): Int32Array {
  const known = new Set(rows);
  return Int32Array.from({ length: nSamples }, (_, row) => row).filter((row) => !known.has(row));
}

function scatter(all: Float32Array, rows: Int32Array, values: ArrayLike<number>): void {
  rows.forEach((row, i) => {
    all[row] = values[i];
  });
}

/** Mean over methods of each score's rank among those of the training rows, shape `[nSamples]`. */
function rankAverage(scores: ScoresByMethod, train: Int32Array): Float32Array {
  const ofTrain = Object.entries(scores).map(
    ([name, own]) => [name, Array.from(train, (row) => own[row])] as const,
  );
  return averageScores(scores, Object.fromEntries(ofTrain));
}
