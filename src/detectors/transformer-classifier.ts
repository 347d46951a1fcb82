import type { Windows } from '../features/window';
import { attention } from '../networks/layers/attention';
import { dense } from '../networks/layers/dense';
import { dropout as dropoutLayer } from '../networks/layers/dropout';
import { lastStep } from '../networks/layers/last-step';
import { layerNorm } from '../networks/layers/layer-norm';
import { positionalEncoding } from '../networks/layers/positional-encoding';
import { residual } from '../networks/layers/residual';
import { sequence } from '../networks/layers/sequence';
import { createPredictor, type Predictor } from '../networks/predictor';
import { checkInteger, checkOptionNames, checkWindows } from './check';
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

/** Hyperparameters of `transformerClassifier`. */
export interface TransformerClassifierOptions extends NetworkOptions {
  /** Width of an event inside the network. Default 32. */
  readonly embedding?: number;
  /** Attention heads; must divide the embedding. Default 4. */
  readonly heads?: number;
  /** Width of the feed-forward layer. Default 64. */
  readonly feedForward?: number;
  /** Share of values dropped in training, [0, 1). Default 0.1. */
  readonly dropout?: number;
}

/** A transformer that has learned, and shows what it attends to. */
export interface FittedTransformer extends FittedClassifier<Windows> {
  /**
   * Attention weights of each window.
   *
   * What an event gathers from, not why the window scores high.
   *
   * @returns shape `[nWindows][nHeads][length][length]`: how much the event of a row attends to the
   * event of a column; rows sum to 1.
   */
  attention(windows: Windows): Promise<Float32Array[][][]>;
}

/** What makes the network of a transformer classifier. */
export const TRANSFORMER_CLASSIFIER: ClassifierKind<FittedTransformer> = {
  name: 'transformerClassifier',
  layers: (params, nClasses) => {
    const { embedding, heads, feedForward, dropout } = params as Record<string, number>;
    return sequence([
      dense({ units: embedding }),
      positionalEncoding(),
      residual([attention(heads), dropoutLayer(dropout)]),
      layerNorm(),
      residual([
        dense({ units: feedForward, activation: 'relu' }),
        dense({ units: embedding }),
        dropoutLayer(dropout),
      ]),
      layerNorm(),
      lastStep(),
      dropoutLayer(dropout),
      dense({ units: nClasses }),
    ]);
  },
  extend: (fitted, network) => {
    const attention = createPredictor(network, (input) => network.observe(input, 'attention'));
    return {
      ...fitted,
      attention: async (windows) => {
        const [length, nFeatures] = network.inputShape;
        checkWindows(windows, { length, nFeatures });
        return readAttention(attention, windows, fitted.params['heads'] as number);
      },
      dispose: () => {
        attention.dispose();
        fitted.dispose();
      },
    };
  },
};

/**
 * A transformer encoder over windows of events, and the class of each window's last event.
 *
 * Events are embedded by a dense layer, get their position, attend to each other in one encoder
 * block, and the last one is classified by a softmax. Learns from labels.
 * Source: Vaswani et al. 2017, section 3.1 (encoder block, norm after the residual); the sizes are
 * those of the IAM experiment (seed 000).
 *
 * @throws {RangeError} if an option is unknown or out of its range, or heads do not divide the embedding.
 * @example
 * const fitted = await transformerClassifier({ epochs: 5, seed: 42 }).fit(windows, labels);
 * const weights = await fitted.attention(windows); // [nWindows][heads][length][length]
 */
export function transformerClassifier(
  options: TransformerClassifierOptions = {},
): SupervisedDetector<Windows, FittedTransformer> {
  checkOptionNames(options, ['embedding', 'heads', 'feedForward', 'dropout', ...NETWORK_OPTIONS]);
  const { embedding = 32, heads = 4, feedForward = 64, dropout = 0.1 } = options;
  for (const [name, value] of Object.entries({ embedding, heads, feedForward })) {
    checkInteger(name, value, 1);
  }
  if (embedding % heads !== 0) {
    throw new RangeError(`heads must divide embedding ${embedding}, got ${heads}`);
  }
  checkDropout(dropout);
  const sizes = { embedding, heads, feedForward, dropout };
  return networkClassifier(TRANSFORMER_CLASSIFIER, { ...sizes, ...trainingOptions(options) });
}

/**
 * Reads a saved transformer classifier.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadTransformerClassifier(directory: string): Promise<FittedTransformer> {
  return loadNetworkClassifier(TRANSFORMER_CLASSIFIER, directory);
}

async function readAttention(
  attention: Predictor,
  windows: Windows,
  heads: number,
): Promise<Float32Array[][][]> {
  const { length, ends } = windows;
  const values = await attention.predict(windows);
  const rowAt = (row: number) => values.subarray(row * length, (row + 1) * length);
  return Array.from(ends, (_, window) =>
    Array.from({ length: heads }, (__, head) =>
      Array.from({ length }, (___, step) => rowAt((window * heads + head) * length + step)),
    ),
  );
}
