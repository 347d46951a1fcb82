import { makeWindows, type Windows } from '../features/window';
import { checkSamples, type Matrix } from '../matrix';
import { dense } from '../networks/layers/dense';
import { sequence } from '../networks/layers/sequence';
import { checkOptionNames } from './check';
import type { Detector } from './detector';
import {
  type AutoencoderKind,
  type FittedAutoencoder,
  loadNetworkAutoencoder,
  networkAutoencoder,
} from './network-autoencoder';
import {
  checkWidths,
  NETWORK_OPTIONS,
  type NetworkOptions,
  trainingOptions,
} from './training-options';

/** Hyperparameters of `autoencoder`; epochs 20 where not given. */
export interface AutoencoderOptions extends NetworkOptions {
  /** Units of the hidden layers, first to last. Default [8, 4, 8]. */
  readonly units?: readonly number[];
}

/** What makes the network of a dense autoencoder. */
export const AUTOENCODER: AutoencoderKind = {
  name: 'autoencoder',
  layers: ({ units }, _length, nFeatures) => {
    const hidden = (units as readonly number[]).map((width) =>
      dense({ units: width, activation: 'relu' }),
    );
    return sequence([...hidden, dense({ units: nFeatures })]);
  },
};

/**
 * Dense layers that squeeze a sample and give it back; what is unlike the training samples comes
 * back worse.
 *
 * Train it on normal samples, scaled. Its score is the mean squared error over a sample's features.
 * Planted anomalies: beats the largest z-score on global, local, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Hawkins et al. 2002; the shape, 8-4-8 with relu and a linear output, is that of the
 * authentication experiment (seed 001).
 *
 * @throws {RangeError} if an option is unknown or out of its range.
 * @example
 * const fitted = await autoencoder({ seed: 42 }).fit(samples);
 * const scores = await fitted.score(samples); // reconstruction errors, one a sample
 */
export function autoencoder(
  options: AutoencoderOptions = {},
): Detector<Matrix, FittedAutoencoder<Matrix>> {
  checkOptionNames(options, ['units', ...NETWORK_OPTIONS]);
  const { units = [8, 4, 8], ...training } = options;
  checkWidths('units', units, 1);
  const params = { units: [...units], ...trainingOptions({ epochs: 20, ...training }) };
  const ofWindows = networkAutoencoder(AUTOENCODER, params);
  return {
    name: AUTOENCODER.name,
    params,
    fit: async (train, { validation, ...others } = {}) => {
      const held = validation && { validation: { samples: single(validation.samples) } };
      return ofMatrix(await ofWindows.fit(single(train), { ...others, ...held }));
    },
  };
}

/**
 * Reads a saved autoencoder.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadAutoencoder(directory: string): Promise<FittedAutoencoder<Matrix>> {
  return ofMatrix(await loadNetworkAutoencoder(AUTOENCODER, directory));
}

/** Samples as windows of one. */
function single(samples: Matrix): Windows {
  checkSamples(samples);
  return makeWindows({ samples, length: 1 });
}

function ofMatrix(fitted: FittedAutoencoder<Windows>): FittedAutoencoder<Matrix> {
  return {
    ...fitted,
    score: async (samples) => fitted.score(single(samples)),
    reconstruct: async (samples) => fitted.reconstruct(single(samples)),
  };
}
