import { scope, type Tensor, tensor } from './engine';
import { createGraph, type GraphFunction } from './graph';
import { type LearningRateOptions, learningRateAt } from './learning-rate';
import type { Network } from './network';
import type { EpochMetrics, Objective } from './objective';
import { BETA_1, BETA_2 } from './variable';

/** Steps of training a network, one after another. */
export interface Steps {
  /** Learns from a batch, as the next step; the metrics take the output before it. */
  next(batch: Int32Array, metrics: EpochMetrics): void;
  /** Brings the weights that were learned into the network. */
  pull(): void;
  dispose(): void;
}

/** What the steps do alike. */
export interface StepOptions extends LearningRateOptions {
  readonly batchSize: number;
  readonly seed: number;
  /** Over how many epochs the learning rate goes its way. Default 1. */
  readonly epochs?: number;
  /** The norm of all gradients of a step is at most this. Default: any. */
  readonly clipNorm?: number;
}

/** What changes from step to step, as tensors: input, rate, powers of the betas, seed, targets. */
type Feeds = readonly Tensor[];

/**
 * Steps as a graph of TensorFlow, for full batches and for the one that is left over.
 *
 * Where TensorFlow does not take the graph, kernel by kernel, and a warning says so.
 *
 * @param epochsDone whose steps were done before; Adam's moments are taken as they are.
 */
export function createSteps(
  network: Network,
  objective: Objective,
  options: StepOptions,
  epochsDone = 0,
): Steps {
  const { nSamples } = objective;
  const full = Math.min(options.batchSize, nSamples);
  const sizes = [full, nSamples % full].filter((size) => size > 0);
  network.startTraining();
  let nSteps = epochsDone * stepsPerEpoch(objective, options);
  const next = (batch: Int32Array, metrics: EpochMetrics, work: (feeds: Feeds) => Feeds) =>
    scope(() => {
      nSteps++;
      const [output, losses] = work(feedsOf(objective, batch, nSteps, options));
      metrics.add(output, losses, batch);
    });
  try {
    const graph = scope(() =>
      createGraph(
        network.resources,
        sizes.map((size) => stepOf(network, objective, size, options)),
      ),
    );
    return {
      next: (batch, metrics) =>
        next(batch, metrics, (feeds) => graph.run(sizes.indexOf(batch.length), feeds)),
      pull: graph.pull,
      dispose: graph.dispose,
    };
  } catch (error) {
    console.warn(`training goes on kernel by kernel, not as a graph: ${(error as Error).message}`);
    return {
      next: (batch, metrics) =>
        next(batch, metrics, (feeds) => learn(network, objective, feeds, options)),
      pull: () => {},
      dispose: () => {},
    };
  }
}

function stepOf(
  network: Network,
  objective: Objective,
  size: number,
  options: StepOptions,
): GraphFunction {
  const batch = Int32Array.from({ length: size }, (_, i) => i);
  const feeds = feedsOf(objective, batch, 1, options);
  return { feeds, work: () => learn(network, objective, feeds, options) };
}

function feedsOf(
  objective: Objective,
  batch: Int32Array,
  nSteps: number,
  options: StepOptions,
): Feeds {
  const rate = learningRateOf(nSteps, objective, options);
  const numbers = [rate, BETA_1 ** nSteps, BETA_2 ** nSteps];
  const targets = objective.targets?.(batch);
  return [
    objective.input(batch),
    ...numbers.map((number) => tensor([], Float32Array.of(number))),
    tensor([2], Int32Array.of(options.seed, nSteps * DRAWS)),
    ...(targets ? [targets] : []),
  ];
}

/** More draws than a step has, so that no two have the same seed. */
const DRAWS = 1000;

/** Steps in an epoch, the last of a smaller batch where some samples are left over. */
export function stepsPerEpoch(
  { nSamples }: Pick<Objective, 'nSamples'>,
  { batchSize }: Pick<StepOptions, 'batchSize'>,
): number {
  return Math.ceil(nSamples / batchSize);
}

/** The learning rate of a step, counted from 1. */
export function learningRateOf(
  step: number,
  objective: Pick<Objective, 'nSamples'>,
  options: Pick<StepOptions, 'batchSize' | 'epochs'> & LearningRateOptions,
): number {
  const nSteps = (options.epochs ?? 1) * stepsPerEpoch(objective, options);
  return learningRateAt(step - 1, nSteps, options);
}

/** One step kernel by kernel: the output before it, and the loss of each sample. */
function learn(
  network: Network,
  objective: Objective,
  feeds: Feeds,
  { clipNorm }: StepOptions,
): Feeds {
  const [input, learningRate, beta1Power, beta2Power, seed, targets] = feeds;
  let before: Feeds = [];
  const lossGradient = (output: Tensor) => {
    const { losses, gradient } = objective.loss(output, input, targets);
    before = [output, losses];
    return gradient;
  };
  const clip = clipNorm === undefined ? {} : { clipNorm };
  const step = { learningRate, beta1Power, beta2Power, seed, ...clip };
  network.trainStep(input, lossGradient, step);
  return before;
}
