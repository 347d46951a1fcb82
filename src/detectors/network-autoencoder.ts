import { z } from 'zod';
import { writeArtifact } from '../data/artifact';
import type { Windows } from '../features/window';
import type { LayerMaker } from '../networks/layer';
import type { Network } from '../networks/network';
import { createPredictor } from '../networks/predictor';
import { reconstruction, squaredErrors } from '../networks/reconstruction';
import type { TrainingOptions } from '../networks/train';
import type { TrainingHistory } from '../networks/training-history';
import { sampleMajor } from '../networks/window-batch';
import { checkWindows, finiteScores } from './check';
import type { Detector, FittedDetector, Params } from './detector';
import { type NetworkContent, readNetwork, trainNetwork } from './trained-network';

/** A detector that has learned to give usual samples back; its score is the reconstruction error. */
export interface FittedAutoencoder<Samples> extends FittedDetector<Samples> {
  readonly history: TrainingHistory;
  /**
   * What the network makes of the samples.
   *
   * @returns row-major, shape `[nWindows, length, nFeatures]` for windows, `[nSamples, nFeatures]` for a matrix.
   * @throws {RangeError} if the samples have another shape than those of training, or a value is not finite.
   */
  reconstruct(samples: Samples): Promise<Float32Array>;
}

/** What tells one autoencoder of windows from another. */
export interface AutoencoderKind {
  readonly name: string;
  /** Layers from windows back to windows, `length` samples of `nFeatures`. */
  layers(params: Params, length: number, nFeatures: number): LayerMaker;
}

/** An autoencoder of windows by a network; its score is the mean squared error of a window. */
export function networkAutoencoder(
  kind: AutoencoderKind,
  params: Params & TrainingOptions,
): Detector<Windows, FittedAutoencoder<Windows>> {
  return {
    name: kind.name,
    params,
    fit: async (windows, { validation, ...options } = {}) => {
      checkWindows(windows);
      if (validation) checkWindows(validation.samples, windows);
      const { length, nFeatures } = windows;
      const { network, history } = await trainNetwork(
        kind.layers(params, length, nFeatures),
        windows,
        reconstruction(windows),
        params,
        { ...options, ...(validation && { validation: reconstruction(validation.samples) }) },
      );
      return fittedAutoencoder({ name: kind.name, params, length, nFeatures, history }, network);
    },
  };
}

/**
 * Reads a saved autoencoder.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadNetworkAutoencoder(
  kind: AutoencoderKind,
  directory: string,
): Promise<FittedAutoencoder<Windows>> {
  const { content, network } = await readNetwork(directory, z.object({}), (saved) =>
    kind.layers(saved.params, saved.length, saved.nFeatures),
  );
  return fittedAutoencoder(content, network);
}

function fittedAutoencoder(content: NetworkContent, network: Network): FittedAutoencoder<Windows> {
  const { name, params, history } = content;
  const errors = createPredictor(network, (input) => squaredErrors(network.predict(input), input));
  const outputs = createPredictor(network, (input) => sampleMajor(network.predict(input)));
  return {
    name,
    params,
    history,
    score: async (windows) => {
      checkWindows(windows, content);
      return finiteScores(await errors.predict(windows));
    },
    reconstruct: async (windows) => {
      checkWindows(windows, content);
      return outputs.predict(windows);
    },
    save: (directory) => writeArtifact(directory, 'detector', content, network.readWeights()),
    dispose: () => {
      errors.dispose();
      outputs.dispose();
      network.dispose();
    },
  };
}
