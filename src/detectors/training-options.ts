import { checkInteger, checkNumber } from '../check-options';
import type { ClassWeights } from '../networks/class-weights';
import { SCHEDULES } from '../networks/learning-rate';
import type { TrainingOptions } from '../networks/train';

/** Hyperparameters that every network has. */
export interface NetworkOptions {
  /** Passes over the training windows, at least 0, which leaves the network untrained. Default 30. */
  readonly epochs?: number;
  /** Windows in a step. Default 32. */
  readonly batchSize?: number;
  /** Step size of Adam. Default 0.001. */
  readonly learningRate?: number;
  /** Epochs in a row without a lower validation loss after which training stops. Default 5. */
  readonly patience?: number;
  /** Seed of first weights, batch order and dropout. Default 0. */
  readonly seed?: number;
  /**
   * Way of the learning rate over all epochs: `cosine` falls along half a cosine to 0. Default `constant`.
   */
  readonly schedule?: (typeof SCHEDULES)[number];
  /** Steps over which the learning rate first rises in a line from 0. Default 0. */
  readonly warmupSteps?: number;
  /** Gradients are scaled down where their norm, over all weights, is above this. Default: never. */
  readonly clipNorm?: number;
  /**
   * How much the loss of samples of each class counts, for classifiers: a number above 0 a class, or
   * `balanced`, for n / (nClasses · samples of the class). The loss of training is then weighted, too;
   * that of validation is not. Default: all the same.
   */
  readonly classWeights?: ClassWeights;
}

/** Names of the hyperparameters that every network has. */
export const NETWORK_OPTIONS = [
  'epochs',
  'batchSize',
  'learningRate',
  'patience',
  'schedule',
  'warmupSteps',
  'clipNorm',
  'classWeights',
  'seed',
] as const;

/**
 * The hyperparameters of a training with defaults filled in; those that by default do nothing are
 * there where they are given.
 *
 * @throws {RangeError} if one is out of its range.
 */
export function trainingOptions(options: NetworkOptions): TrainingOptions {
  const { epochs = 30, batchSize = 32, learningRate = 0.001, patience = 5, seed = 0 } = options;
  checkInteger('epochs', epochs, 0);
  checkInteger('batchSize', batchSize, 1);
  checkInteger('patience', patience, 1);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  checkNumber('learningRate', learningRate, 0, Infinity, '()');
  return { epochs, batchSize, learningRate, patience, seed, ...refinements(options) };
}

/** What a training does beyond the usual, as far as it is given. */
function refinements(
  options: NetworkOptions,
): Pick<NetworkOptions, 'schedule' | 'warmupSteps' | 'clipNorm' | 'classWeights'> {
  const { schedule, warmupSteps, clipNorm, classWeights } = options;
  if (schedule !== undefined && !SCHEDULES.includes(schedule)) {
    throw new RangeError(`schedule must be ${SCHEDULES.join(' or ')}, got ${schedule}`);
  }
  if (warmupSteps !== undefined) checkInteger('warmupSteps', warmupSteps, 0);
  if (clipNorm !== undefined) checkNumber('clipNorm', clipNorm, 0, Infinity, '()');
  if (classWeights !== undefined) checkClassWeights(classWeights);
  return {
    ...(schedule !== undefined && { schedule }),
    ...(warmupSteps !== undefined && { warmupSteps }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(classWeights !== undefined && { classWeights }),
  };
}

function checkClassWeights(weights: ClassWeights): void {
  if (weights === 'balanced') return;
  const isWeight = (weight: unknown) => Number.isFinite(weight) && (weight as number) > 0;
  if (Array.isArray(weights) && weights.every(isWeight)) return;
  throw new RangeError(
    `classWeights must be balanced or numbers above 0, got ${JSON.stringify(weights)}`,
  );
}

/**
 * Refuses a dropout rate that is no share.
 *
 * @throws {RangeError} if it is not in [0, 1).
 */
export function checkDropout(rate: number): void {
  checkNumber('dropout', rate, 0, 1, '[)');
}

/**
 * Refuses what is no list of layers' widths.
 *
 * @param least layers there must be.
 * @throws {RangeError} naming the option, if there are fewer, or a width is no integer of at least 1.
 */
export function checkWidths(name: string, widths: readonly number[], least: number): void {
  if (!Array.isArray(widths) || widths.length < least) {
    throw new RangeError(`${name} must be the width of each layer, got ${JSON.stringify(widths)}`);
  }
  for (const width of widths) checkInteger(name, width, 1);
}
