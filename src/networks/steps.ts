import { scope, type Tensor, tensor } from './engine';
import { createGraph, type GraphFunction } from './graph';
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
export interface StepOptions {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** What changes from step to step, as tensors: input, rate, powers of the betas, seed, targets. */
type Feeds = readonly Tensor[];

/**
 * Steps as a graph of TensorFlow, for full batches and for the one that is left over.
 *
 * Where TensorFlow does not take the graph, kernel by kernel, and a warning says so.
 */
export function createSteps(network: Network, objective: Objective, options: StepOptions): Steps {
  const { nSamples } = objective;
  const full = Math.min(options.batchSize, nSamples);
  const sizes = [full, nSamples % full].filter((size) => size > 0);
  const resources = network.startTraining();
  let nSteps = 0;
  const next = (batch: Int32Array, metrics: EpochMetrics, work: (feeds: Feeds) => Feeds) =>
    scope(() => {
      nSteps++;
      const [output, losses] = work(feedsOf(objective, batch, nSteps, options));
      metrics.add(output, losses, batch);
    });
  try {
    const graph = scope(() =>
      createGraph(
        resources,
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
      next: (batch, metrics) => next(batch, metrics, (feeds) => learn(network, objective, feeds)),
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
  return { feeds, work: () => learn(network, objective, feeds) };
}

function feedsOf(
  objective: Objective,
  batch: Int32Array,
  nSteps: number,
  { learningRate, seed }: StepOptions,
): Feeds {
  const numbers = [learningRate, BETA_1 ** nSteps, BETA_2 ** nSteps];
  const targets = objective.targets?.(batch);
  return [
    objective.input(batch),
    ...numbers.map((number) => tensor([], Float32Array.of(number))),
    tensor([2], Int32Array.of(seed, nSteps * DRAWS)),
    ...(targets ? [targets] : []),
  ];
}

/** More draws than a step has, so that no two have the same seed. */
const DRAWS = 1000;

/** One step kernel by kernel: the output before it, and the loss of each sample. */
function learn(network: Network, objective: Objective, feeds: Feeds): Feeds {
  const [input, learningRate, beta1Power, beta2Power, seed, targets] = feeds;
  let before: Feeds = [];
  const lossGradient = (output: Tensor) => {
    const { losses, gradient } = objective.loss(output, input, targets);
    before = [output, losses];
    return gradient;
  };
  network.trainStep(input, lossGradient, { learningRate, beta1Power, beta2Power, seed });
  return before;
}
