import type { ComparedDetector } from '../../src/evaluate/comparison/run-all';

/** A detector of the table. */
export interface Contender {
  readonly detector: ComparedDetector;
  /** PyOD's of the same kind, and why the figures of the two may differ on the same splits. */
  readonly peer?: { readonly name: string; readonly why: string };
}

const OWN_TRAINING_ONLY =
  'PyOD measures test samples among themselves and the training samples, so that a score depends on its batch; here only training samples count. Fitted on both, it has the ROC AUC of PyOD to 7 digits (test/detectors/pyod-parity.test.ts)';
const ROUNDING =
  'the same scores; those of 32 bits tie where 64 bits tell sums apart by their rounding errors';

/**
 * All detectors of a matrix, by the name that they have in the table, with their defaults; what an ensemble holds
 * was settled before any figure was seen: one detector by isolation, one by distance and one by tails.
 */
export const CONTENDERS: Readonly<Record<string, Contender>> = {
  isolationForest: {
    detector: { name: 'isolationForest' },
    peer: {
      name: 'IForest',
      why: 'chance: another source of random numbers, and three seeds; below over 50',
    },
  },
  extendedIsolationForest: { detector: { name: 'extendedIsolationForest' } },
  oneClassSvm: { detector: { name: 'oneClassSvm' } },
  'oneClassSvm (gamma auto)': {
    detector: { name: 'oneClassSvm', params: { gamma: 'auto' } },
    peer: {
      name: 'OCSVM',
      why: 'the tolerance at which both solvers stop; PyOD has gamma auto by default',
    },
  },
  lof: {
    detector: { name: 'lof' },
    peer: { name: 'LOF', why: 'which of equally near neighbours count, where values are few' },
  },
  knn: { detector: { name: 'knn' }, peer: { name: 'KNN', why: ROUNDING } },
  ecod: { detector: { name: 'ecod' }, peer: { name: 'ECOD', why: OWN_TRAINING_ONLY } },
  copod: { detector: { name: 'copod' }, peer: { name: 'COPOD', why: 'as ECOD' } },
  hbos: { detector: { name: 'hbos' }, peer: { name: 'HBOS', why: ROUNDING } },
  pca: { detector: { name: 'pca' }, peer: { name: 'PCA', why: ROUNDING } },
  mahalanobis: { detector: { name: 'mahalanobis' } },
  autoencoder: { detector: { name: 'autoencoder' } },
  ensemble: {
    detector: {
      name: 'ensemble',
      params: { members: [{ name: 'isolationForest' }, { name: 'knn' }, { name: 'ecod' }] },
    },
  },
};
