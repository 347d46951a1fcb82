import type { TrainingOptions } from '../networks/train';
import { checkInteger } from './check';

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
}

/** Names of the hyperparameters that every network has. */
export const NETWORK_OPTIONS = ['epochs', 'batchSize', 'learningRate', 'patience', 'seed'] as const;

/**
 * The hyperparameters of a training with defaults filled in.
 *
 * @throws {RangeError} if one is out of its range.
 */
export function trainingOptions(options: NetworkOptions): TrainingOptions {
  const { epochs = 30, batchSize = 32, learningRate = 0.001, patience = 5, seed = 0 } = options;
  checkInteger('epochs', epochs, 0);
  checkInteger('batchSize', batchSize, 1);
  checkInteger('patience', patience, 1);
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`learningRate must be a number above 0, got ${learningRate}`);
  }
  return { epochs, batchSize, learningRate, patience, seed };
}

/**
 * Refuses a dropout rate that is no share.
 *
 * @throws {RangeError} if it is not in [0, 1).
 */
export function checkDropout(rate: number): void {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout must be in [0, 1), got ${rate}`);
}
