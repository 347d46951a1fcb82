// The library's side: answers one JSON request a line. Started by run.mts; peer_worker.py is the other side.
import {
  copod,
  createScorer,
  type Detector,
  ecod,
  type FittedTransductive,
  hbos,
  isolationForest,
  knn,
  lof,
  type Matrix,
  oneClassSvm,
  pca,
  readNpz,
  rocAuc,
  treeShap,
} from 'anomaly-lab';
import { answerRequests } from '../harness/answer-requests';
import type { Answer, DetectorRequest } from '../harness/requests';
import type { DetectorRow, DetectorWork } from './workload';

/** What a row repeats, on its samples. */
interface Task {
  run(): Promise<unknown>;
  /** One a sample, higher is more anomalous; `run` may be what makes them. */
  scores(): Promise<ArrayLike<number>>;
}

/** Of the row that scores in threads. */
const N_THREADS = Number(process.argv[2] ?? 1);

const SECONDS_OF_WARMING = 1;
const MOST_WARMINGS = 50;

const forest = isolationForest({ seed: 42 });

const TASKS: Readonly<Record<DetectorRow, (samples: Matrix) => Task | Promise<Task>>> = {
  isolation_forest_fit: (samples) => ({
    run: () => forest.fit(samples),
    scores: async () => (await forest.fit(samples)).score(samples),
  }),
  isolation_forest_score: async (samples) => {
    const fitted = await forest.fit(samples);
    return repeating(() => fitted.score(samples));
  },
  one_class_svm: fitAndScore(oneClassSvm()),
  lof: fitAndTrainScores(lof()),
  knn: fitAndTrainScores(knn()),
  ecod: fitAndScore(ecod()),
  copod: fitAndScore(copod()),
  hbos: fitAndScore(hbos()),
  pca: fitAndScore(pca()),
  tree_shap: async (samples) => {
    const fitted = await forest.fit(samples);
    return repeating(async () => treeShap(fitted, samples).outputs);
  },
  score_in_workers: async (samples) => {
    const scorer = await createScorer(await forest.fit(samples), { workers: N_THREADS });
    return repeating(() => scorer.score(samples));
  },
};

let task: Task | undefined;

function repeating(scores: Task['scores']): Task {
  return { run: scores, scores };
}

function fitAndScore(detector: Detector) {
  return (samples: Matrix): Task =>
    repeating(async () => (await detector.fit(samples)).score(samples));
}

function fitAndTrainScores(detector: Detector<Matrix, FittedTransductive>) {
  return (samples: Matrix): Task =>
    repeating(async () => (await detector.fit(samples)).trainScores());
}

async function answer(request: DetectorRequest): Promise<Answer> {
  switch (request.ask) {
    case 'versions':
      return { versions: { node: process.versions.node } };
    case 'prepare':
      return { rocAuc: await prepare(request.work, request.data) };
    case 'repeat':
      return { seconds: await secondsPerRun(request.repeats) };
  }
}

/** Makes the task and warms up, as code that is compiled while it runs needs. */
async function prepare({ row }: DetectorWork, path: string): Promise<number> {
  const { samples, labels } = await readNpz(path);
  const [nSamples, nFeatures] = samples.shape;
  task = await TASKS[row]({ data: samples.data as Float64Array, nSamples, nFeatures });
  const auc = rocAuc(labels.data as Int32Array, await task.scores());
  let seconds = 0;
  for (let i = 0; i < MOST_WARMINGS && seconds < SECONDS_OF_WARMING; i++) {
    seconds += await secondsPerRun(1);
  }
  return auc;
}

async function secondsPerRun(repeats: number): Promise<number> {
  if (!task) throw new Error('prepare must come first');
  const start = performance.now();
  for (let i = 0; i < repeats; i++) await task.run();
  return (performance.now() - start) / 1000 / repeats;
}

await answerRequests(answer);
