import { checkOptionNames } from '../../check-options';
import { autoencoder } from '../../detectors/autoencoder';
import type { FittedDetector } from '../../detectors/detector';
import { type FittedIsolationForest, isolationForest } from '../../detectors/isolation-forest';
import { oneClassSvm } from '../../detectors/one-class-svm';
import { type Matrix, takeRows } from '../../matrix';
import type { Row } from '../columns';
import type { ColumnKind } from '../encoder';
import type { FittedPipeline } from '../fitted-pipeline';
import { pipeline } from '../pipeline';
import { AUTH_COLUMNS } from './columns';

/** The detectors of the authentication experiment. */
export type AuthModel = 'isolation forest' | 'one-class SVM' | 'autoencoder';

/** How they are made; all but the columns and the seed as the seed notebook has it. */
export interface AuthModelOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Default `AUTH_COLUMNS`. */
  readonly columns?: Readonly<Record<string, ColumnKind>>;
  /** Share of the training logins that may lie outside the SVM's boundary, (0, 1]. Default 0.05. */
  readonly nu?: number;
  /** Passes of the autoencoder over the training logins, 0 leaves it untrained. Default 20. */
  readonly epochs?: number;
}

/** The three detectors, fitted on the same logins. */
export interface AuthModels {
  /** Columns, scaler and forest; its `transform` is what all three see. */
  readonly forest: FittedPipeline<Matrix, FittedIsolationForest>;
  /** Scores by model, each shape `[rows.length]`; higher is more anomalous. */
  score(rows: readonly Row[]): Promise<Record<AuthModel, Float32Array>>;
  /** Frees tensors. */
  dispose(): void;
}

/** The last tenth of the logins says which epoch's weights are kept. */
const HELD_OUT = 0.1;

/**
 * Fits the three detectors of the authentication experiment: isolation forest, one-class SVM (rbf, gamma
 * .001) and an 8-4-8 autoencoder (batches of 32).
 *
 * Source: seed notebook 001, cells 13 to 16.
 *
 * @param train logins that are trusted, in order of time.
 * @throws {RangeError | TypeError} if the rows do not fit the columns, or an option is unknown or out of range.
 */
export async function fitAuthModels(
  train: readonly Row[],
  options: AuthModelOptions = {},
): Promise<AuthModels> {
  checkOptionNames(options, ['seed', 'columns', 'nu', 'epochs']);
  const { seed = 0, columns = AUTH_COLUMNS, nu = 0.05, epochs = 20 } = options;
  const parts = { columns, scaler: 'standard' as const };
  const forest = await pipeline({ ...parts, detector: isolationForest({ seed }) }).fit(train);
  const samples = forest.transform(train);
  const svm = await oneClassSvm({ gamma: 0.001, nu }).fit(samples);
  const network = await fitAutoencoder(samples, seed, epochs);
  const detectors: Readonly<Record<AuthModel, FittedDetector>> = {
    'isolation forest': forest.detector,
    'one-class SVM': svm,
    autoencoder: network,
  };
  return {
    forest,
    score: async (rows) => {
      const asSeen = forest.transform(rows);
      const scores = {} as Record<AuthModel, Float32Array>;
      for (const name of Object.keys(detectors) as AuthModel[]) {
        scores[name] = await detectors[name].score(asSeen);
      }
      return scores;
    },
    dispose: () => network.dispose(),
  };
}

/** Fits the autoencoder on all but the last tenth of the samples; untrained with 0 epochs. @internal */
export async function fitAutoencoder(
  samples: Matrix,
  seed: number,
  epochs: number,
): Promise<FittedDetector> {
  const all = Array.from({ length: samples.nSamples }, (_, i) => i);
  const end = Math.max(1, Math.round((1 - HELD_OUT) * samples.nSamples));
  const held = all.slice(end);
  const validation = { samples: takeRows(samples, held.length > 0 ? held : all) };
  const detector = autoencoder({ seed, epochs, batchSize: 32, patience: Math.max(1, epochs) });
  return detector.fit(takeRows(samples, all.slice(0, end)), epochs > 0 ? { validation } : {});
}
