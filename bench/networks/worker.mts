// The library's side: answers one JSON request a line. Started by run.mts; keras_worker.py is the other side.
import {
  autoencoder,
  type FittedAutoencoder,
  type FittedClassifier,
  loadTensorflow,
  lstmAutoencoder,
  lstmClassifier,
  makeWindows,
  readNpz,
  transformerClassifier,
} from 'anomaly-lab';
import { answerRequests } from '../harness/answer-requests';
import type { Answer, Request } from '../harness/requests';
import type { Work } from './workload';

/** A network on its data. */
interface Task {
  /** Trains a new network of the same seed. */
  fit(epochs: number, hooks?: { onEpoch: () => void }): Promise<Trained>;
}

interface Trained {
  /** Of the last epoch. */
  readonly loss: number;
  predict(): Promise<unknown>;
  score(): Promise<unknown>;
  dispose(): void;
}

let task: Task;
let trained: Trained | undefined;

const now = () => performance.now() / 1000;

async function answer(request: Request): Promise<Answer> {
  switch (request.ask) {
    case 'versions':
      return { versions: { node: process.versions.node, tensorflow: tensorflowVersion() } };
    case 'prepare': {
      task = await makeTask(request.work, request.data);
      trained?.dispose();
      const start = now();
      trained = await task.fit(1);
      return { seconds: now() - start, loss: trained.loss };
    }
    case 'train':
      return { seconds: await secondsPerEpoch(request.epochs) };
    case 'predict':
      return { seconds: await secondsPerPrediction(request.repeats) };
    case 'memory': {
      const { score } = await (await makeTask(request.work, request.data)).fit(1);
      await score();
      return { megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6 };
    }
  }
}

function tensorflowVersion(): string {
  const { binding } = loadTensorflow().backend() as unknown as { binding: { TF_Version: string } };
  return binding.TF_Version;
}

/** An epoch's time once one is done: the mean of `epochs` after it. */
async function secondsPerEpoch(epochs: number): Promise<number> {
  const ends: number[] = [];
  (await task.fit(epochs + 1, { onEpoch: () => ends.push(now()) })).dispose();
  return (ends[epochs] - ends[0]) / epochs;
}

async function secondsPerPrediction(repeats: number): Promise<number> {
  if (!trained) throw new Error('prepare must come first');
  const start = now();
  for (let i = 0; i < repeats; i++) await trained.predict();
  return (now() - start) / repeats;
}

async function makeTask(
  { network, options, length, batchSize }: Work,
  data: string,
): Promise<Task> {
  const { series, labels } = await readNpz(data);
  const [nSamples, nFeatures] = series.shape;
  const samples = { data: Float64Array.from(series.data as Float32Array), nSamples, nFeatures };
  const windows = makeWindows({ samples, length });
  const classes = labels.data as Int32Array;
  const all = (epochs: number) => ({ ...options, epochs, batchSize, seed: 42 });

  const classifier = (make: typeof lstmClassifier | typeof transformerClassifier): Task => ({
    fit: async (epochs, hooks) => {
      const fitted = await make(all(epochs)).fit(windows, classes, hooks);
      return {
        loss: lastLoss(fitted),
        predict: () => fitted.predictProbabilities(windows),
        score: () => fitted.score(windows),
        dispose: fitted.dispose,
      };
    },
  });
  const ofFitted = <Samples,>(fitted: FittedAutoencoder<Samples>, learned: Samples): Trained => ({
    loss: lastLoss(fitted),
    predict: () => fitted.reconstruct(learned),
    score: () => fitted.score(learned),
    dispose: fitted.dispose,
  });
  const tasks: Readonly<Record<Work['network'], Task>> = {
    lstmClassifier: classifier(lstmClassifier),
    transformerClassifier: classifier(transformerClassifier),
    lstmAutoencoder: {
      fit: async (epochs, hooks) =>
        ofFitted(await lstmAutoencoder(all(epochs)).fit(windows, hooks), windows),
    },
    autoencoder: {
      fit: async (epochs, hooks) =>
        ofFitted(await autoencoder(all(epochs)).fit(samples, hooks), samples),
    },
  };
  return tasks[network];
}

function lastLoss({ history }: Pick<FittedClassifier, 'history'>): number {
  return history.train['loss'].at(-1) as number;
}

await answerRequests(answer);
