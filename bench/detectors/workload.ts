/** What is measured, on how many samples: all that the two workers are told. */
export interface DetectorWork {
  readonly row: DetectorRow;
  readonly nSamples: number;
  readonly nFeatures: number;
}

export type DetectorRow = keyof typeof BESIDE_PEERS | keyof typeof IN_THREADS;

type Size = readonly [nSamples: number, nFeatures: number];

interface RowSizes {
  readonly peer: string;
  /** Smallest first. */
  readonly sizes: readonly Size[];
}

const linear: readonly Size[] = [
  [1000, 20],
  [10_000, 20],
  [100_000, 20],
];
/** With few features a tree of neighbours helps. */
const neighbours: readonly Size[] = [
  [2000, 20],
  [20_000, 5],
  [20_000, 20],
];
const quadratic: readonly Size[] = [
  [2000, 20],
  [8000, 20],
];
const explained: readonly Size[] = [
  [500, 20],
  [2000, 20],
  [500, 100],
];

const BESIDE_PEERS = {
  isolation_forest_fit: { peer: 'scikit-learn', sizes: linear },
  isolation_forest_score: { peer: 'scikit-learn', sizes: linear },
  one_class_svm: { peer: 'scikit-learn', sizes: quadratic },
  lof: { peer: 'scikit-learn', sizes: neighbours },
  knn: { peer: 'PyOD', sizes: neighbours },
  ecod: { peer: 'PyOD', sizes: linear },
  copod: { peer: 'PyOD', sizes: linear },
  hbos: { peer: 'PyOD', sizes: linear },
  pca: { peer: 'PyOD', sizes: linear },
  tree_shap: { peer: 'shap', sizes: explained },
} satisfies Record<string, RowSizes>;

const IN_THREADS = {
  score_in_workers: { peer: '1 thread', sizes: [[200_000, 20]] },
} satisfies Record<string, RowSizes>;

/** One row at one size. */
export interface DetectorJob {
  readonly work: DetectorWork;
  readonly peerName: string;
}

/** Rows beside other libraries: all, or the smallest size of each. */
export function peerJobs(smallestOnly: boolean): readonly DetectorJob[] {
  return jobsOf(BESIDE_PEERS, smallestOnly);
}

/** Rows beside this library on one thread: all, or the smallest size of each. */
export function threadJobs(smallestOnly: boolean): readonly DetectorJob[] {
  return jobsOf(IN_THREADS, smallestOnly);
}

function jobsOf(
  rows: Readonly<Record<string, RowSizes>>,
  smallestOnly: boolean,
): readonly DetectorJob[] {
  return Object.entries(rows).flatMap(([row, { peer, sizes }]) =>
    sizes.slice(0, smallestOnly ? 1 : sizes.length).map(([nSamples, nFeatures]) => ({
      work: { row: row as DetectorRow, nSamples, nFeatures },
      peerName: peer,
    })),
  );
}
