import { autoencoder } from '../../src/detectors/autoencoder';
import { copod } from '../../src/detectors/copod';
import type { Detector } from '../../src/detectors/detector';
import { ecod } from '../../src/detectors/ecod';
import { ensemble } from '../../src/detectors/ensemble';
import { extendedIsolationForest } from '../../src/detectors/extended-isolation-forest';
import { hbos } from '../../src/detectors/hbos';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { knn } from '../../src/detectors/knn';
import { lof } from '../../src/detectors/lof';
import { mahalanobis } from '../../src/detectors/mahalanobis';
import { oneClassSvm } from '../../src/detectors/one-class-svm';
import { pca } from '../../src/detectors/pca';
import { columnOf } from '../../src/features/column';
import { quantileOfSorted } from '../../src/features/quantile';
import { type Matrix, rowOf } from '../../src/matrix';

/** What learns from samples and then scores others: a detector, or a baseline that is none. */
export interface Method {
  fit(train: Matrix): Promise<{
    score(samples: Matrix): Promise<ArrayLike<number>>;
    dispose(): void;
  }>;
}

/** Every detector of single samples, as it is where nothing but the seed is said. */
export const DETECTORS: Readonly<Record<string, (seed: number) => Detector>> = {
  autoencoder: (seed) => autoencoder({ seed }),
  copod: () => copod(),
  ecod: () => ecod(),
  ensemble: (seed) => ensemble([isolationForest({ seed }), knn(), mahalanobis()]),
  extendedIsolationForest: (seed) => extendedIsolationForest({ seed }),
  hbos: () => hbos(),
  isolationForest: (seed) => isolationForest({ seed }),
  knn: () => knn(),
  lof: () => lof(),
  mahalanobis: () => mahalanobis(),
  oneClassSvm: () => oneClassSvm(),
  pca: () => pca(),
};

/** A network with the weights that training begins with. */
export const untrainedAutoencoder = (seed: number): Method => autoencoder({ epochs: 0, seed });

/** The trivial baseline: the largest distance from the mean in any feature, in standard deviations. */
export const largestZScore = (): Method => ({
  fit: async () => scoring((row) => Math.max(...row.map(Math.abs))), // samples are standardised
});

/** A second one: the distance to the median of every feature, in standard deviations. */
export const medianDistance = (): Method => ({
  fit: async (train) => {
    const medians = Float64Array.from({ length: train.nFeatures }, (_, j) =>
      quantileOfSorted(columnOf(train, j).sort(), 0.5),
    );
    return scoring((row) => Math.hypot(...row.map((value, j) => value - medians[j])));
  },
});

function scoring(scoreOf: (row: Float64Array) => number): Awaited<ReturnType<Method['fit']>> {
  return {
    score: async (samples) =>
      Float64Array.from({ length: samples.nSamples }, (_, i) => scoreOf(rowOf(samples, i))),
    dispose: () => {},
  };
}
