import { checkOptionNames } from '../../check-options';
import { type FittedIsolationForest, isolationForest } from '../../detectors/isolation-forest';
import { lof } from '../../detectors/lof';
import { oneClassSvm } from '../../detectors/one-class-svm';
import type { Matrix } from '../../matrix';

/** The detectors of the WHIS experiment. */
export type WhisModel = 'isolation forest' | 'one-class SVM' | 'local outlier factor';

/** How they are made; the defaults are the seed's. */
export interface WhisModelOptions {
  /** Of the forest. Default 0. */
  readonly seed?: number;
  /** Share of the training samples that may lie outside the SVM's boundary, (0, 1]. Default 0.15. */
  readonly nu?: number;
  /** Neighbours of the local outlier factor, at least 1. Default 20. */
  readonly nNeighbours?: number;
}

/** The three detectors, fitted on the same samples. */
export interface WhisModels {
  readonly forest: FittedIsolationForest;
  /** Scores of the training samples, each shape `[nTrain]`; no sample is its own neighbour. */
  readonly trainScores: Readonly<Record<WhisModel, Float32Array>>;
  /** Scores by model, each shape `[nSamples]`; higher is more anomalous. */
  score(samples: Matrix): Promise<Record<WhisModel, Float32Array>>;
}

/**
 * Fits the three detectors of the WHIS experiment: isolation forest, one-class SVM (rbf, gamma `scale`) and local
 * outlier factor. Labels play no part; attacks among the training samples are learned from as the rest.
 *
 * Source: seed notebook 002, section 3.
 *
 * @param train scaled, of one table, shape `[nTrain, nFeatures]`, more than `nNeighbours`.
 * @throws {RangeError} if an option is unknown or out of range, or the samples are too few or not finite.
 */
export async function fitWhisModels(
  train: Matrix,
  options: WhisModelOptions = {},
): Promise<WhisModels> {
  checkOptionNames(options, ['seed', 'nu', 'nNeighbours']);
  const { seed = 0, nu = 0.15, nNeighbours = 20 } = options;
  const forest = await isolationForest({ seed }).fit(train);
  const svm = await oneClassSvm({ nu }).fit(train);
  const factor = await lof({ nNeighbours }).fit(train);
  return {
    forest,
    trainScores: {
      'isolation forest': await forest.score(train),
      'one-class SVM': await svm.score(train),
      'local outlier factor': await factor.trainScores(),
    },
    score: async (samples) => ({
      'isolation forest': await forest.score(samples),
      'one-class SVM': await svm.score(samples),
      'local outlier factor': await factor.score(samples),
    }),
  };
}
