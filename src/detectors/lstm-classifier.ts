import type { Windows } from '../features/window';
import { dense } from '../networks/layers/dense';
import { dropout as dropoutLayer } from '../networks/layers/dropout';
import { lastStep } from '../networks/layers/last-step';
import { lstm } from '../networks/layers/lstm';
import { sequence } from '../networks/layers/sequence';
import { checkInteger, checkOptionNames } from './check';
import type { FittedClassifier, SupervisedDetector } from './detector';
import {
  type ClassifierKind,
  loadNetworkClassifier,
  networkClassifier,
} from './network-classifier';
import {
  checkDropout,
  NETWORK_OPTIONS,
  type NetworkOptions,
  trainingOptions,
} from './training-options';

/** Hyperparameters of `lstmClassifier`. */
export interface LstmClassifierOptions extends NetworkOptions {
  /** Units of each LSTM layer, first to last. Default [64, 32]. */
  readonly units?: readonly number[];
  /** Share of values dropped after each LSTM layer in training, [0, 1). Default 0.2. */
  readonly dropout?: number;
}

const KIND: ClassifierKind<FittedClassifier<Windows>> = {
  name: 'lstmClassifier',
  layers: ({ units, dropout }, nClasses) => {
    const stack = (units as readonly number[]).flatMap((width) => [
      lstm(width),
      dropoutLayer(dropout as number),
    ]);
    return sequence([...stack, lastStep(), dense({ units: nClasses })]);
  },
  extend: (fitted) => fitted,
};

/**
 * LSTM layers over windows of events, and the class of each window's last event by a softmax.
 *
 * For labelled sequences in which the order matters. Learns from labels, so it finds what is like
 * the attacks that it was shown.
 * Source: Hochreiter and Schmidhuber 1997; the shape is that of the IAM experiment (seed 000).
 *
 * @throws {RangeError} if an option is unknown or out of its range.
 * @example
 * const fitted = await lstmClassifier({ epochs: 5, seed: 42 }).fit(windows, labels);
 * const scores = await fitted.score(windows); // the probability of an anomaly, one a window
 */
export function lstmClassifier(
  options: LstmClassifierOptions = {},
): SupervisedDetector<Windows, FittedClassifier<Windows>> {
  checkOptionNames(options, ['units', 'dropout', ...NETWORK_OPTIONS]);
  const { units = [64, 32], dropout = 0.2 } = options;
  if (!Array.isArray(units) || units.length === 0) {
    throw new RangeError(`units must be the width of each layer, got ${JSON.stringify(units)}`);
  }
  for (const width of units) checkInteger('units', width, 1);
  checkDropout(dropout);
  return networkClassifier(KIND, { units: [...units], dropout, ...trainingOptions(options) });
}

/**
 * Reads a saved LSTM classifier.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadLstmClassifier(directory: string): Promise<FittedClassifier<Windows>> {
  return loadNetworkClassifier(KIND, directory);
}
