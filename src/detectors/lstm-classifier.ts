import type { Windows } from '../features/window';
import { batchNorm } from '../networks/layers/batch-norm';
import { dense } from '../networks/layers/dense';
import { dropout as dropoutLayer } from '../networks/layers/dropout';
import { lastStep } from '../networks/layers/last-step';
import { lstm } from '../networks/layers/lstm';
import { sequence } from '../networks/layers/sequence';
import { checkOptionNames } from './check';
import type { FittedClassifier, SupervisedDetector } from './detector';
import {
  type ClassifierKind,
  loadNetworkClassifier,
  networkClassifier,
} from './network-classifier';
import {
  checkDropout,
  checkWidths,
  NETWORK_OPTIONS,
  type NetworkOptions,
  trainingOptions,
} from './training-options';

/** Hyperparameters of `lstmClassifier`. */
export interface LstmClassifierOptions extends NetworkOptions {
  /** Units of each LSTM layer, first to last. Default [64, 32]. */
  readonly units?: readonly number[];
  /** Whether the output of each LSTM layer is brought to mean 0 and variance 1. Default false. */
  readonly batchNormalisation?: boolean;
  /** Units of dense layers with relu between the last LSTM layer and the classes. Default none. */
  readonly denseUnits?: readonly number[];
  /** Share of values dropped after each of these layers in training, [0, 1). Default 0.2. */
  readonly dropout?: number;
}

/** What makes the network of an LSTM classifier. */
export const LSTM_CLASSIFIER: ClassifierKind<FittedClassifier<Windows>> = {
  name: 'lstmClassifier',
  layers: (params, nClasses) => {
    const { units, batchNormalisation = false, denseUnits = [], dropout } = params as LayerParams;
    const recurrent = units.flatMap((width, i) => [
      lstm(width),
      ...(i === units.length - 1 ? [lastStep()] : []),
      ...(batchNormalisation ? [batchNorm()] : []),
      dropoutLayer(dropout),
    ]);
    const hidden = denseUnits.flatMap((width) => [
      dense({ units: width, activation: 'relu' }),
      dropoutLayer(dropout),
    ]);
    return sequence([...recurrent, ...hidden, dense({ units: nClasses })]);
  },
  extend: (fitted) => fitted,
};

/** Those that by default do nothing are there where they are given. */
type LayerParams = Pick<LstmClassifierOptions, 'batchNormalisation' | 'denseUnits'> &
  Required<Pick<LstmClassifierOptions, 'units' | 'dropout'>>;

/**
 * LSTM layers over windows of events, and the class of each window's last event by a softmax.
 *
 * For labelled sequences in which the order matters. Learns from labels, so it finds what is like
 * the attacks that it was shown. Batch normalisation learns its averages over some hundred steps; with
 * fewer, scores are those of averages that are not there yet.
 * Source: Hochreiter and Schmidhuber 1997; the shape is that of the IAM experiment (seed 000). That of
 * the CloudTrail experiment (seed 003) has batch normalisation and dense layers; it does not name their
 * widths, and with `denseUnits` [64, 16] five classes of 20 features come to its 38,000 parameters.
 *
 * @throws {RangeError} if an option is unknown or out of its range.
 * @example
 * const fitted = await lstmClassifier({ epochs: 5, seed: 42 }).fit(windows, labels);
 * const scores = await fitted.score(windows); // the probability of an anomaly, one a window
 */
export function lstmClassifier(
  options: LstmClassifierOptions = {},
): SupervisedDetector<Windows, FittedClassifier<Windows>> {
  const names = ['units', 'batchNormalisation', 'denseUnits', 'dropout', ...NETWORK_OPTIONS];
  checkOptionNames(options, names);
  return networkClassifier(LSTM_CLASSIFIER, {
    ...layerOptions(options),
    ...trainingOptions(options),
  });
}

/**
 * Reads a saved LSTM classifier.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadLstmClassifier(directory: string): Promise<FittedClassifier<Windows>> {
  return loadNetworkClassifier(LSTM_CLASSIFIER, directory);
}

function layerOptions(options: LstmClassifierOptions): LayerParams {
  const { units = [64, 32], batchNormalisation = false, denseUnits = [], dropout = 0.2 } = options;
  checkWidths('units', units, 1);
  if (typeof batchNormalisation !== 'boolean') {
    throw new RangeError(`batchNormalisation must be true or false, got ${batchNormalisation}`);
  }
  checkWidths('denseUnits', denseUnits, 0);
  checkDropout(dropout);
  return {
    units: [...units],
    ...(batchNormalisation && { batchNormalisation }),
    ...(denseUnits.length > 0 && { denseUnits: [...denseUnits] }),
    dropout,
  };
}
