import { autoencoder } from '../../detectors/autoencoder';
import { largestZ } from '../../detectors/largest-z';
import { averageScores } from '../../evaluate/combine';
import { type Matrix, takeRows } from '../../matrix';
import { fitWhisModels, type WhisModelOptions } from './models';

/** Scores by method, each shape `[nSamples]`. */
export type ScoresByMethod = Readonly<Record<string, Float32Array>>;

/**
 * Scores of the three detectors and of the largest z-score, fitted on the training rows, for all rows: the training rows as
 * `trainScores` has them. `average of three` is the mean of the three's ranks among the training scores.
 */
export async function scoreRows(
  samples: Matrix,
  train: Int32Array,
  options: WhisModelOptions,
): Promise<ScoresByMethod> {
  const others = othersThan(train, samples.nSamples);
  const [known, later] = [takeRows(samples, train), takeRows(samples, others)];
  const z = await largestZ().fit(known);
  const models = await fitWhisModels(known, options);
  const ofTrain = { 'largest z-score': await z.score(known), ...models.trainScores };
  const ofOthers =
    others.length === 0
      ? ofTrain
      : { 'largest z-score': await z.score(later), ...(await models.score(later)) };
  const scores: Record<string, Float32Array> = {};
  for (const name of Object.keys(ofTrain) as (keyof typeof ofTrain)[]) {
    scores[name] = new Float32Array(samples.nSamples);
    train.forEach((row, i) => {
      scores[name][row] = ofTrain[name][i];
    });
    others.forEach((row, i) => {
      scores[name][row] = ofOthers[name][i];
    });
  }
  const { 'largest z-score': _, ...three } = scores;
  return { ...scores, 'average of three': rankAverage(three, train) };
}

/** Mean over methods of each score's rank among those of the training rows, shape `[nSamples]`. */
function rankAverage(scores: ScoresByMethod, train: Int32Array): Float32Array {
  const ofTrain = Object.entries(scores).map(
    ([name, own]) => [name, Array.from(train, (row) => own[row])] as const,
  );
  return averageScores(scores, Object.fromEntries(ofTrain));
}

/** Scores of the autoencoder (8-4-8, batches of 128), fitted on the training rows; untrained with 0 epochs. */
export async function autoencoderScores(
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

function othersThan(train: Int32Array, nSamples: number): Int32Array {
  const isTrain = new Uint8Array(nSamples);
  for (const row of train) isTrain[row] = 1;
  return Int32Array.from({ length: nSamples }, (_, row) => row).filter((row) => !isTrain[row]);
}
