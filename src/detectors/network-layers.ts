import type { LayerMaker } from '../networks/layer';
import { AUTOENCODER } from './autoencoder';
import type { Params } from './detector';
import { LSTM_AUTOENCODER } from './lstm-autoencoder';
import { LSTM_CLASSIFIER } from './lstm-classifier';
import { forecasterLayers } from './lstm-forecaster';
import { TRANSFORMER_CLASSIFIER } from './transformer-classifier';

/** What the layers of a detector follow from. */
export interface NetworkShape {
  readonly name: string;
  readonly params: Params;
  /** Samples in a window that the network sees; 1 for single samples. */
  readonly length: number;
  readonly nFeatures: number;
  /** Only of classifiers. */
  readonly nClasses?: number | undefined;
}

const LAYERS: Readonly<Record<string, (shape: NetworkShape) => LayerMaker>> = {
  lstmClassifier: ({ params, nClasses = 0 }) => LSTM_CLASSIFIER.layers(params, nClasses),
  lstmAutoencoder: ({ params, length, nFeatures }) =>
    LSTM_AUTOENCODER.layers(params, length, nFeatures),
  autoencoder: ({ params, length, nFeatures }) => AUTOENCODER.layers(params, length, nFeatures),
  transformerClassifier: ({ params, nClasses = 0 }) =>
    TRANSFORMER_CLASSIFIER.layers(params, nClasses),
  lstmForecaster: ({ params, nFeatures }) => forecasterLayers(params, nFeatures),
};

/** Detectors that are networks. */
export const NETWORK_NAMES: readonly string[] = Object.keys(LAYERS);

/** The layers of a detector's network; its name is one of `NETWORK_NAMES`. */
export function networkLayers(shape: NetworkShape): LayerMaker {
  return LAYERS[shape.name](shape);
}
