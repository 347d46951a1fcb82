import type { Windows } from '../features/window';
import { batchNorm } from '../networks/layers/batch-norm';
import { dense } from '../networks/layers/dense';
import { lastStep } from '../networks/layers/last-step';
import { lstm } from '../networks/layers/lstm';
import { repeat } from '../networks/layers/repeat';
import { sequence } from '../networks/layers/sequence';
import { checkInteger, checkOptionNames } from './check';
import type { Detector } from './detector';
import {
  type AutoencoderKind,
  type FittedAutoencoder,
  loadNetworkAutoencoder,
  networkAutoencoder,
} from './network-autoencoder';
import { NETWORK_OPTIONS, type NetworkOptions, trainingOptions } from './training-options';

/** Hyperparameters of `lstmAutoencoder`; epochs 50, batch size 64 and patience 10 where not given. */
export interface LstmAutoencoderOptions extends NetworkOptions {
  /** Units of the outer and the inner LSTM layers of both halves. Default [128, 64]. */
  readonly units?: readonly [outer: number, inner: number];
  /** Numbers that a window is squeezed into. Default 32. */
  readonly encoding?: number;
}

/** What makes the network of an LSTM autoencoder. */
export const LSTM_AUTOENCODER: AutoencoderKind = {
  name: 'lstmAutoencoder',
  layers: ({ units, encoding }, length, nFeatures) => {
    const [outer, inner] = units as readonly number[];
    return sequence([
      lstm(outer),
      batchNorm(),
      lstm(inner),
      lastStep(),
      batchNorm(),
      dense({ units: encoding as number }),
      dense({ units: inner }),
      batchNorm(),
      repeat(length),
      lstm(inner),
      batchNorm(),
      lstm(outer),
      batchNorm(),
      dense({ units: nFeatures }),
    ]);
  },
};

/**
 * LSTM layers that squeeze a window into a few numbers and give it back; what is unlike the training
 * windows comes back worse.
 *
 * Train it on normal windows. Its score is the mean squared error over a window.
 * Source: Malhotra et al. 2016; the shape is that of the HAI experiment (seed 004): LSTM 128 and 64, dense
 * 32, and back, with batch normalisation between.
 *
 * @throws {RangeError} if an option is unknown or out of its range.
 * @example
 * const fitted = await lstmAutoencoder({ epochs: 5, seed: 42 }).fit(windows);
 * const scores = await fitted.score(windows); // reconstruction errors, one a window
 */
export function lstmAutoencoder(
  options: LstmAutoencoderOptions = {},
): Detector<Windows, FittedAutoencoder<Windows>> {
  checkOptionNames(options, ['units', 'encoding', ...NETWORK_OPTIONS]);
  const { units = [128, 64], encoding = 32, ...training } = options;
  if (!Array.isArray(units) || units.length !== 2) {
    throw new RangeError(`units must be two widths, got ${JSON.stringify(units)}`);
  }
  for (const width of units) checkInteger('units', width, 1);
  checkInteger('encoding', encoding, 1);
  const defaults = { epochs: 50, batchSize: 64, patience: 10 };
  const params = { units: [...units], encoding, ...trainingOptions({ ...defaults, ...training }) };
  return networkAutoencoder(LSTM_AUTOENCODER, params);
}

/**
 * Reads a saved LSTM autoencoder.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadLstmAutoencoder(directory: string): Promise<FittedAutoencoder<Windows>> {
  return loadNetworkAutoencoder(LSTM_AUTOENCODER, directory);
}
