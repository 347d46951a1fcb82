import { z } from 'zod';
import { readArtifact } from '../data/artifact';
import type { Matrix } from '../matrix';
import { loadAutoencoder } from './autoencoder';
import { loadCopod } from './copod';
import type { FittedDetector } from './detector';
import { loadEcod } from './ecod';
import { loadEnsemble } from './ensemble';
import { loadExtendedIsolationForest } from './extended-isolation-forest';
import { loadHbos } from './hbos';
import { loadIsolationForest } from './isolation-forest';
import { loadKnn } from './knn';
import { loadLargestZ } from './largest-z';
import { loadLof } from './lof';
import { loadLogisticRegression } from './logistic-regression';
import { loadLstmAutoencoder } from './lstm-autoencoder';
import { loadLstmClassifier } from './lstm-classifier';
import { loadLstmForecaster } from './lstm-forecaster';
import { loadMahalanobis } from './mahalanobis';
import { loadOneClassSvm } from './one-class-svm';
import { loadPca } from './pca';
import { loadPlainModel } from './plain-model';
import { loadSeasonalCounts } from './seasonal-counts';
import { loadTransformerClassifier } from './transformer-classifier';

type Loader = (directory: string) => Promise<FittedDetector<never>>;

const LOADERS: Readonly<Record<string, Loader>> = {
  autoencoder: loadAutoencoder,
  copod: loadCopod,
  ecod: loadEcod,
  ensemble: (directory) => loadEnsemble(directory, loadDetector),
  extendedIsolationForest: loadExtendedIsolationForest,
  hbos: loadHbos,
  isolationForest: loadIsolationForest,
  knn: loadKnn,
  largestZ: loadLargestZ,
  lof: loadLof,
  logisticRegression: loadLogisticRegression,
  lstmAutoencoder: loadLstmAutoencoder,
  lstmClassifier: loadLstmClassifier,
  lstmForecaster: loadLstmForecaster,
  mahalanobis: loadMahalanobis,
  oneClassSvm: loadOneClassSvm,
  pca: loadPca,
  plainModel: loadPlainModel,
  seasonalCounts: loadSeasonalCounts,
  transformerClassifier: loadTransformerClassifier,
};

/**
 * Writes a fitted detector into a folder, as JSON and weights; nothing in it is executed on loading.
 *
 * @throws {Error} if the folder cannot be written.
 */
export async function saveDetector<Samples>(
  detector: FittedDetector<Samples>,
  directory: string,
): Promise<void> {
  await detector.save(directory);
}

/**
 * Reads a detector that `saveDetector` wrote; it scores as it did before.
 *
 * What it scores is what it was fitted on: a matrix, or windows where the caller says so by type.
 *
 * @throws {Error} naming the file if it is missing, corrupt, of a newer version or an unknown kind.
 */
export async function loadDetector<Samples = Matrix>(
  directory: string,
): Promise<FittedDetector<Samples>> {
  const { content } = await readArtifact(directory, 'detector', z.object({ name: z.string() }));
  if (!Object.hasOwn(LOADERS, content.name)) {
    const known = Object.keys(LOADERS).join(', ');
    throw new Error(`${directory}: detector must be one of ${known}, got ${content.name}`);
  }
  return LOADERS[content.name](directory);
}
