import { z } from 'zod';
import { writeArtifact } from '../data/artifact';
import type { Windows } from '../features/window';
import { forecasting, withoutLast } from '../networks/forecast';
import type { LayerMaker } from '../networks/layer';
import { dense } from '../networks/layers/dense';
import { lastStep } from '../networks/layers/last-step';
import { lstm } from '../networks/layers/lstm';
import { sequence } from '../networks/layers/sequence';
import type { Network } from '../networks/network';
import { createPredictor } from '../networks/predictor';
import type { TrainingHistory } from '../networks/training-history';
import { checkOptionNames, checkWindows, finiteScores } from './check';
import type { Detector, FittedDetector, Params } from './detector';
import { type NetworkContent, readNetwork, trainNetwork } from './trained-network';
import {
  checkWidths,
  NETWORK_OPTIONS,
  type NetworkOptions,
  trainingOptions,
} from './training-options';

/** Hyperparameters of `lstmForecaster`; epochs 50, batch size 64 and patience 10 where not given. */
export interface LstmForecasterOptions extends NetworkOptions {
  /** Units of the LSTM layers, first to last. Default [64]. */
  readonly units?: readonly number[];
}

/** A detector that has learned what comes next; its score is the forecast error. */
export interface FittedForecaster extends FittedDetector<Windows> {
  readonly history: TrainingHistory;
  /**
   * What the network expects the last sample of each window to be, from those before it.
   *
   * @returns row-major, shape `[nWindows, nFeatures]`.
   * @throws {RangeError} if the windows have another shape than those of training, or a value is not finite.
   */
  forecast(windows: Windows): Promise<Float32Array>;
}

/**
 * LSTM layers that say the last sample of a window from those before it; what is unlike the training windows is foretold worse.
 *
 * Train it on normal windows. Its score is the mean squared error over the features of the last sample, so it knows at once what an
 * autoencoder knows by the mean over a window. Blind to a feature that stays where an anomaly has put it: it soon expects that.
 * Source: Malhotra et al. 2015, Long short term memory networks for anomaly detection in time series, one step ahead.
 *
 * @throws {RangeError} if an option is unknown or out of its range; from `fit`, if windows have fewer than 2 samples.
 * @example
 * const fitted = await lstmForecaster({ epochs: 5, seed: 42 }).fit(windows);
 * const scores = await fitted.score(windows); // forecast errors, one a window
 */
export function lstmForecaster(
  options: LstmForecasterOptions = {},
): Detector<Windows, FittedForecaster> {
  checkOptionNames(options, ['units', ...NETWORK_OPTIONS]);
  const { units = [64], ...training } = options;
  checkWidths('units', units, 1);
  const defaults = { epochs: 50, batchSize: 64, patience: 10 };
  const params = { units: [...units], ...trainingOptions({ ...defaults, ...training }) };
  return {
    name: 'lstmForecaster',
    params,
    fit: async (windows, { validation, ...others } = {}) => {
      checkWindows(windows);
      if (windows.length < 2) {
        throw new RangeError(`windows must have at least 2 samples, got ${windows.length}`);
      }
      if (validation) checkWindows(validation.samples, windows);
      const shape = { length: windows.length - 1, nFeatures: windows.nFeatures };
      const { network, history } = await trainNetwork(
        forecasterLayers(params, shape.nFeatures),
        shape,
        forecasting(windows),
        params,
        { ...others, ...(validation && { validation: forecasting(validation.samples) }) },
      );
      return fittedForecaster({ name: 'lstmForecaster', params, ...shape, history }, network);
    },
  };
}

/**
 * Reads a saved forecaster.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadLstmForecaster(directory: string): Promise<FittedForecaster> {
  const { content, network } = await readNetwork(directory, z.object({}), (saved) =>
    forecasterLayers(saved.params, saved.nFeatures),
  );
  return fittedForecaster(content, network);
}

/** What makes the network of a forecaster. */
export function forecasterLayers({ units }: Params, nFeatures: number): LayerMaker {
  const layers = (units as readonly number[]).map((width) => lstm(width));
  return sequence([...layers, lastStep(), dense({ units: nFeatures })]);
}

/** @param content whose `length` is that of what the network sees: a window without its last sample. */
function fittedForecaster(content: NetworkContent, network: Network): FittedForecaster {
  const { name, params, history, nFeatures } = content;
  const shape = { length: content.length + 1, nFeatures };
  const outputs = createPredictor(network, (input) => network.predict(withoutLast(input)));
  const forecast = async (windows: Windows) => {
    checkWindows(windows, shape);
    return outputs.predict(windows);
  };
  return {
    name,
    params,
    history,
    forecast,
    score: async (windows) => finiteScores(meanErrors(await forecast(windows), windows)),
    save: (directory) => writeArtifact(directory, 'detector', content, network.readWeights()),
    dispose: () => {
      outputs.dispose();
      network.dispose();
    },
  };
}

function meanErrors(forecasts: Float32Array, { samples, ends, nFeatures }: Windows): Float64Array {
  return Float64Array.from(ends, (end, i) => {
    let sum = 0;
    for (let j = 0; j < nFeatures; j++) {
      sum += (forecasts[i * nFeatures + j] - samples.data[end * nFeatures + j]) ** 2;
    }
    return sum / nFeatures;
  });
}
