import { setImmediate } from 'node:timers/promises';
import { createRandom } from '../random';
import { createBestWeights } from './best-weights';
import { scope } from './engine';
import { type Interruption, listenForInterruption } from './interruption';
import type { Network } from './network';
import type { Objective } from './objective';
import { createSteps, type Steps } from './steps';
import type { MetricsByEpoch, TrainingHistory } from './training-history';

/** How a network is trained. */
export interface TrainingOptions {
  /** Passes over the training samples; 0 leaves the network untrained. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Step size of Adam. */
  readonly learningRate: number;
  /** Epochs in a row without a lower validation loss after which training stops. */
  readonly patience: number;
  /** Seed of the batch order and of dropout. */
  readonly seed: number;
}

/** What a training may use beyond its samples. */
export interface TrainingExtras {
  /** Decides which epoch's weights are kept, and when to stop. */
  readonly validation?: Objective;
  /** Called after each epoch with its figures, those of the validation part as `validation.loss`. */
  readonly onEpoch?: (epoch: number, logs: Figures, epochs: number) => void;
  /** Called once, when the best weights are back. */
  readonly onEnd?: (history: TrainingHistory) => void;
  /** Stops after the batch, with the best weights so far. */
  readonly signal?: AbortSignal;
}

type Figures = Readonly<Record<string, number>>;

/** Time without a look at the event loop, so that an interrupt is heard. */
const YIELD_MS = 40;

/**
 * Trains a network by Adam on batches in a seeded order.
 *
 * Keeps the weights of the epoch with the lowest validation loss, or the last ones where there is
 * no validation part. On Ctrl-C, a kernel's interrupt or the signal it stops after the batch, keeps
 * the best weights so far and says so in the history. The same seed gives the same weights.
 * Source: Kingma and Ba 2015 (Adam).
 *
 * @throws {RangeError} if the loss is not finite any more; the epoch is named.
 */
export async function train(
  network: Network,
  objective: Objective,
  options: TrainingOptions,
  { validation, onEpoch, onEnd, signal }: TrainingExtras = {},
): Promise<TrainingHistory> {
  await null; // See listenForInterruption.
  const interruption = listenForInterruption(signal);
  const best = createBestWeights(network);
  const steps = options.epochs > 0 ? createSteps(network, objective, options) : undefined;
  const trainEpoch = steps && createEpochs(steps, objective, options, interruption);
  const epochs: { train: Figures; validation: Figures }[] = [];
  const isStale = () => epochs.length - 1 - best.epoch >= options.patience;
  try {
    while (trainEpoch && epochs.length < options.epochs && !isStale()) {
      const figures = await trainEpoch(epochs.length);
      if (interruption.interrupted) break;
      if (validation) steps.pull();
      const validated = validation ? await evaluate(network, validation) : {};
      if (validation) checkLoss('validation', validated['loss'], epochs.length);
      epochs.push({ train: figures, validation: validated });
      best.offer(epochs.length - 1, validated['loss']);
      onEpoch?.(epochs.length - 1, withPrefix(figures, validated), options.epochs);
    }
    if (!validation) steps?.pull();
    best.restore();
  } finally {
    steps?.dispose();
    interruption.end();
  }
  const wasCut = interruption.interrupted && epochs.length < options.epochs;
  const stopped = isStale() ? 'noImprovement' : 'finished';
  const history: TrainingHistory = {
    train: byEpoch(epochs.map((epoch) => epoch.train)),
    validation: byEpoch(epochs.map((epoch) => epoch.validation)),
    bestEpoch: best.epoch,
    stopped: wasCut ? 'interrupted' : stopped,
  };
  onEnd?.(history);
  return history;
}

/** The figures of a network on samples that it does not learn from. */
async function evaluate(network: Network, objective: Objective): Promise<Figures> {
  const metrics = objective.metrics();
  const indices = Int32Array.from({ length: objective.nSamples }, (_, i) => i);
  for (let start = 0; start < indices.length; start += objective.evaluationBatch) {
    const batch = indices.subarray(start, start + objective.evaluationBatch);
    scope(() => {
      const input = objective.input(batch);
      const output = network.predict(input);
      metrics.add(output, objective.loss(output, input, objective.targets?.(batch)).losses, batch);
    });
    await setImmediate();
  }
  return metrics.result();
}

/** A function that trains one epoch after another, each in an order of its own. */
function createEpochs(
  steps: Steps,
  objective: Objective,
  { seed, batchSize }: TrainingOptions,
  interruption: Interruption,
): (epoch: number) => Promise<Figures> {
  const random = createRandom(seed);
  const all = Array.from({ length: objective.nSamples }, (_, i) => i);
  let yielded = performance.now();
  return async (epoch) => {
    const order = Int32Array.from(random.shuffle(all));
    const metrics = objective.metrics();
    for (let start = 0; start < order.length && !interruption.interrupted; start += batchSize) {
      steps.next(order.subarray(start, start + batchSize), metrics);
      if (performance.now() - yielded > YIELD_MS) {
        await setImmediate();
        yielded = performance.now();
      }
    }
    const figures = metrics.result();
    if (!interruption.interrupted) checkLoss('training', figures['loss'], epoch);
    return figures;
  };
}

function checkLoss(part: string, loss: number, epoch: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `${part} loss must be finite, got ${loss} in epoch ${epoch + 1}; scale the features or lower learningRate`,
  );
}

function byEpoch(epochs: readonly Figures[]): MetricsByEpoch {
  const names = Object.keys(epochs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, epochs.map((figures) => figures[name])]));
}

function withPrefix(train: Figures, validation: Figures): Figures {
  const prefixed = Object.entries(validation).map(([name, value]) => [`validation.${name}`, value]);
  return { ...train, ...Object.fromEntries(prefixed) };
}
