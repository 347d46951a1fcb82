import type { DetectorName } from '../../detectors/detector-of';

/** A detector that `detectAnomalies` can compare. */
export type ComparableDetector = Exclude<DetectorName, 'autoencoder' | 'ensemble'>;

/** What a reader should know of a detector. */
export interface DetectorWords {
  readonly title: string;
  /** What it takes for strange. */
  readonly looksFor: string;
}

/** The detectors that can be compared, in the order of the report. */
export const DETECTOR_WORDS: Readonly<Record<ComparableDetector, DetectorWords>> = {
  isolationForest: {
    title: 'isolation forest',
    looksFor: 'rows that a few random cuts set apart from all others',
  },
  extendedIsolationForest: {
    title: 'extended isolation forest',
    looksFor: 'the same with slanted cuts',
  },
  ecod: { title: 'ECOD', looksFor: 'values far out in the tail of their own column' },
  copod: { title: 'COPOD', looksFor: 'values in the longer tail of their own column' },
  hbos: { title: 'HBOS', looksFor: 'values in rare bins of their own column, also in gaps' },
  knn: { title: 'k nearest neighbours', looksFor: 'rows far from their 5th nearest neighbour' },
  lof: {
    title: 'local outlier factor',
    looksFor: 'rows in thinner surroundings than those of their 20 neighbours',
  },
  pca: { title: 'PCA', looksFor: 'combinations of values that training rows hardly ever had' },
  mahalanobis: {
    title: 'Mahalanobis distance',
    looksFor: 'rows far from the mean, given how columns go together',
  },
  oneClassSvm: {
    title: 'one-class SVM',
    looksFor: 'rows outside a smooth border round the training rows',
  },
  largestZ: {
    title: 'largest |z| (baseline)',
    looksFor:
      'the single value most standard deviations from its mean; every detector should beat it',
  },
};

/** Those that are compared where nothing else is said. */
export const DEFAULT_DETECTORS: readonly ComparableDetector[] = [
  ...(['isolationForest', 'ecod', 'copod', 'hbos', 'knn', 'lof', 'pca'] as const),
  ...(['oneClassSvm', 'largestZ'] as const),
];

/** The trivial one. */
export const BASELINE: ComparableDetector = 'largestZ';

/** Training rows beyond which the one-class SVM, whose time grows with their square, is left out. */
export const MOST_SVM_ROWS = 6000;
