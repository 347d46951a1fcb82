/** A network and the windows that it learns: all that the two workers are told. */
export interface Work {
  /** Factory of the library. */
  readonly network: 'lstmClassifier' | 'transformerClassifier' | 'lstmAutoencoder' | 'autoencoder';
  /** Options of the factory, by which the Keras model is built, too. */
  readonly options: Readonly<Record<string, number | readonly number[]>>;
  readonly nWindows: number;
  readonly length: number;
  readonly nFeatures: number;
  readonly batchSize: number;
}

/** One row of the results. */
export interface Job {
  readonly name: string;
  readonly measure: 'train' | 'predict' | 'memory';
  readonly work: Work;
}

const events = { length: 10, nFeatures: 24, batchSize: 32 };
const readings = { length: 100, nFeatures: 59, batchSize: 64 };
const samples = { length: 1, nFeatures: 8, batchSize: 32 };

/** Source: the experiments' own shapes; `004` for the LSTM autoencoder, `001` for the dense one. */
const NETWORKS: Readonly<Record<string, Omit<Work, 'nWindows'> & { sizes: readonly number[] }>> = {
  lstm_classifier: {
    network: 'lstmClassifier',
    options: { units: [64, 32], dropout: 0.2 },
    ...events,
    sizes: [2000, 6000, 20_000],
  },
  transformer: {
    network: 'transformerClassifier',
    options: { embedding: 32, heads: 4, feedForward: 64, dropout: 0.1 },
    ...events,
    sizes: [2000, 6000, 20_000],
  },
  lstm_autoencoder: {
    network: 'lstmAutoencoder',
    options: { units: [128, 64], encoding: 32 },
    ...readings,
    sizes: [320, 640, 1280],
  },
  dense_autoencoder: {
    network: 'autoencoder',
    options: { units: [8, 4, 8] },
    ...samples,
    sizes: [10_000, 50_000, 200_000],
  },
};

const MEMORY_WINDOWS = 20_000;

/** All rows, smallest size first. */
export const JOBS: readonly Job[] = [
  ...Object.entries(NETWORKS).flatMap(([name, { sizes, ...work }]) =>
    (['train', 'predict'] as const).flatMap((measure) =>
      sizes.map((nWindows): Job => {
        return { name: `${name}_${measure}`, measure, work: { ...work, nWindows } };
      }),
    ),
  ),
  memoryJob('lstm_autoencoder'),
];

function memoryJob(name: string): Job {
  const { sizes: _, ...work } = NETWORKS[name];
  return { name: `${name}_memory`, measure: 'memory', work: { ...work, nWindows: MEMORY_WINDOWS } };
}

/** The shape that is learned: `6,000 × 10 × 24`. */
export function sizeOf({ nWindows, length, nFeatures }: Work): string {
  const sizes = length === 1 ? [nWindows, nFeatures] : [nWindows, length, nFeatures];
  return sizes.map((n) => n.toLocaleString('en-US')).join(' × ');
}

/** The jobs that are named. */
export function chooseJobs(names: readonly string[], smallestOnly: boolean): readonly Job[] {
  const chosen = JOBS.filter(({ name }) => names.includes(name));
  const isFirst = (job: Job) => chosen.find(({ name }) => name === job.name) === job;
  return smallestOnly ? chosen.filter(isFirst) : chosen;
}
