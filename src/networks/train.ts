import { type Checkpoint, openCheckpoint } from './checkpoint';
import { type ClassWeights, withClassWeights } from './class-weights';
import { createEpochs } from './epochs';
import { evaluate } from './evaluate';
import { type Interruption, listenForInterruption } from './interruption';
import type { Network } from './network';
import type { Objective } from './objective';
import { createSteps, learningRateOf, type StepOptions, type Steps, stepsPerEpoch } from './steps';
import type { EpochFigures, Figures, TrainingHistory } from './training-history';
import { identityOf } from './training-identity';
import { createTrainingLog, type TrainingLog } from './training-log';
import { createProgress, type TrainingProgress } from './training-progress';
import { assignValues } from './training-state';

/** How a network is trained. */
export interface TrainingOptions extends StepOptions {
  /** Passes over the training samples; 0 leaves the network untrained. */
  readonly epochs: number;
  /** Epochs in a row without a lower validation loss after which training stops. */
  readonly patience: number;
  /** How much samples of each class count. Default: all the same. */
  readonly classWeights?: ClassWeights;
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
  /** Folder for the state after each epoch; gone on from where it holds one. */
  readonly checkpointDirectory?: string;
  /** Folder for TensorBoard logs. */
  readonly logDirectory?: string;
}

/**
 * Trains a network by Adam on batches in a seeded order.
 *
 * Keeps the weights of the epoch with the lowest validation loss, or the last ones where there is
 * no validation part. On Ctrl-C, a kernel's interrupt or the signal it stops after the batch, keeps
 * the best weights so far and says so in the history. The same seed gives the same weights; a
 * training that goes on from a checkpoint does the epoch that was broken off anew, and comes to the
 * weights of an unbroken one.
 * Source: Kingma and Ba 2015 (Adam).
 *
 * @throws {RangeError} if the loss is not finite any more; the epoch is named. If the class weights
 * do not suit the labels, or the checkpoint is of another training.
 */
export async function train(
  network: Network,
  objective: Objective,
  options: TrainingOptions,
  extras: TrainingExtras = {},
): Promise<TrainingHistory> {
  await null; // See listenForInterruption.
  const { classWeights } = options;
  const learned = classWeights ? withClassWeights(objective, classWeights) : objective;
  const checkpoint = checkpointOf(network, learned, options, extras);
  const interruption = listenForInterruption(extras.signal);
  try {
    const saved = await checkpoint?.read();
    if (saved) assignValues(network, saved.values);
    const progress = createProgress(network, options, saved);
    const training = { network, objective: learned, options, extras, interruption, progress };
    if (!progress.isOver) await trainEpochs(training, checkpoint);
    const history = progress.end();
    extras.onEnd?.(history);
    return history;
  } finally {
    interruption.end();
  }
}

/** A training that is under way. */
interface Training {
  readonly network: Network;
  readonly objective: Objective;
  readonly options: TrainingOptions;
  readonly extras: TrainingExtras;
  readonly interruption: Interruption;
  readonly progress: TrainingProgress;
}

/** Trains epoch by epoch, until it is over or interrupted. */
async function trainEpochs(training: Training, checkpoint?: Checkpoint): Promise<void> {
  const { network, objective, options, extras, interruption, progress } = training;
  const { validation, onEpoch } = extras;
  const log = openLog(training);
  let steps: Steps | undefined;
  try {
    steps = createSteps(network, objective, options, progress.nEpochs);
    const trainEpoch = createEpochs(steps, training, progress.nEpochs);
    while (!progress.isOver) {
      const epoch = progress.nEpochs;
      const figures = { train: await trainEpoch(), validation: {} as Figures };
      if (interruption.interrupted) break;
      checkLoss('training', figures.train, epoch);
      if (validation || checkpoint) steps.pull();
      if (validation) {
        figures.validation = await evaluate(network, validation);
        checkLoss('validation', figures.validation, epoch);
      }
      progress.add(figures);
      log?.write(epoch, figures);
      await checkpoint?.write(progress.state());
      onEpoch?.(epoch, withPrefix(figures), options.epochs);
    }
    if (!validation) steps.pull();
  } finally {
    steps?.dispose();
    log?.dispose();
  }
}

function checkpointOf(
  network: Network,
  objective: Objective,
  options: TrainingOptions,
  { validation, checkpointDirectory }: TrainingExtras,
): Checkpoint | undefined {
  if (checkpointDirectory === undefined) return undefined;
  return openCheckpoint(checkpointDirectory, identityOf(network, options, objective, validation));
}

function openLog({ objective, options, extras }: Training): TrainingLog | undefined {
  const { logDirectory, validation } = extras;
  if (logDirectory === undefined) return undefined;
  const rateAfter = (nEpochs: number) =>
    learningRateOf(nEpochs * stepsPerEpoch(objective, options), objective, options);
  return createTrainingLog(logDirectory, rateAfter, validation !== undefined);
}

function checkLoss(part: string, { loss }: Figures, epoch: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `${part} loss must be finite, got ${loss} in epoch ${epoch + 1}; scale the features or lower learningRate`,
  );
}

function withPrefix({ train, validation }: EpochFigures): Figures {
  const prefixed = Object.entries(validation).map(([name, value]) => [`validation.${name}`, value]);
  return { ...train, ...Object.fromEntries(prefixed) };
}
