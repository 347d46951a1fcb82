import type { ExchangedLayer, ExchangedModel } from '../networks/exchanged-model';
import { type ExchangedStack, exchangedStack } from '../networks/exchanged-stack';
import { autoencoder } from './autoencoder';
import type { Params } from './detector';
import { lstmAutoencoder } from './lstm-autoencoder';
import { lstmClassifier } from './lstm-classifier';
import { type NetworkShape, networkLayers } from './network-layers';

/** A detector whose layers other libraries have, too. */
interface Exchanged {
  /** The only hyperparameters that layers can come from, if any. */
  guess(widths: Widths): Params | undefined;
  /** How many layers, from the first on, make the encoder of an autoencoder. */
  nEncoderLayers?(params: Params): number;
}

/** What a model's layers tell of hyperparameters. */
interface Widths {
  readonly lstm: readonly number[];
  readonly dense: readonly number[];
  readonly dropout: number;
  readonly batchNormalisation: boolean;
}

const EXCHANGED: Readonly<Record<string, Exchanged>> = {
  lstmClassifier: {
    guess: ({ lstm, dense, dropout, batchNormalisation }) => {
      if (lstm.length === 0 || (dense.at(-1) ?? 0) < 2) return undefined;
      const shape = { units: lstm, batchNormalisation, denseUnits: dense.slice(0, -1), dropout };
      return lstmClassifier({ ...shape, epochs: 0 }).params;
    },
  },
  lstmAutoencoder: {
    guess: ({ lstm: [outer, inner, ...decoder], dense: [encoding] }) => {
      if (decoder.length === 0 || encoding === undefined) return undefined;
      return lstmAutoencoder({ units: [outer, inner], encoding, epochs: 0 }).params;
    },
    nEncoderLayers: () => 5, // LSTM, normalisation, LSTM, normalisation, dense
  },
  autoencoder: {
    guess: ({ dense }) => {
      if (dense.length < 2) return undefined;
      return autoencoder({ units: dense.slice(0, -1), epochs: 0 }).params;
    },
    nEncoderLayers: ({ units }) => narrowest(units as readonly number[]) + 1,
  },
};

/**
 * Refuses a detector that has layers which other libraries lack.
 *
 * @throws {RangeError} with the names of those that have not.
 */
export function checkStack(name: string): void {
  if (Object.hasOwn(EXCHANGED, name)) return;
  const known = Object.keys(EXCHANGED).join(', ');
  throw new RangeError(`detector must have layers that tfjs has, too (${known}), got ${name}`);
}

/** The shape of what a detector's network takes: single samples have no time in other libraries. */
export function inputShapeOf({ name, length, nFeatures }: NetworkShape): number[] {
  return name === 'autoencoder' ? [nFeatures] : [length, nFeatures];
}

/** The layers of a detector's network, a softmax at the end of a classifier among them. */
export function stackOf(content: NetworkShape): ExchangedStack {
  const { layers, weights } = exchangedStack(networkLayers(content), inputShapeOf(content));
  const last = layers.at(-1);
  if (content.nClasses === undefined || last?.kind !== 'dense') return { layers, weights };
  return { layers: [...layers.slice(0, -1), { ...last, activation: 'softmax' }], weights };
}

/**
 * How many layers make the encoder of a detector's network.
 *
 * @throws {RangeError} if it is no autoencoder.
 */
export function encoderLayersOf({ name, params }: NetworkShape): number {
  const { nEncoderLayers } = EXCHANGED[name];
  if (nEncoderLayers) return nEncoderLayers(params);
  throw new RangeError(
    `detector must be an autoencoder to have an encoder and a decoder, got ${name}`,
  );
}

function narrowest(units: readonly number[]): number {
  return units.indexOf(Math.min(...units));
}

/**
 * The detector that a model is a network of. Dropout, which does nothing in use, may be left out.
 *
 * @throws {RangeError} if there is none, with what the model's layers are.
 */
export function detectorOf({ inputShape, layers }: Omit<ExchangedModel, 'weights'>): NetworkShape {
  const widths = widthsOf(layers);
  const nFeatures = inputShape[inputShape.length - 1];
  const length = inputShape.length === 2 ? inputShape[0] : 1;
  for (const [name, { guess }] of Object.entries(EXCHANGED)) {
    const params = guess(widths);
    if (!params) continue;
    const nClasses = name === 'lstmClassifier' ? widths.dense.at(-1) : undefined;
    const content = { name, params, length, nFeatures, ...(nClasses && { nClasses }) };
    const isSame = inputShapeOf(content).length === inputShape.length;
    if (isSame && key(stackOf(content).layers) === key(layers)) return content;
  }
  const known = Object.keys(EXCHANGED).join(', ');
  const kinds = layers.map((layer) =>
    'activation' in layer ? `dense ${layer.activation}` : layer.kind,
  );
  throw new RangeError(`layers must be those of ${known}, got ${kinds.join(', ')}`);
}

function widthsOf(layers: readonly ExchangedLayer[]): Widths {
  const rates = layers.flatMap((layer) => (layer.kind === 'dropout' ? [layer.rate] : []));
  return {
    lstm: layers.flatMap((layer) => (layer.kind === 'lstm' ? [layer.units] : [])),
    dense: layers.flatMap((layer) => (layer.kind === 'dense' ? [layer.units] : [])),
    dropout: rates.every((rate) => rate === rates[0]) ? (rates[0] ?? 0) : 0,
    batchNormalisation: layers.some(({ kind }) => kind === 'batchNorm'),
  };
}

function key(layers: readonly ExchangedLayer[]): string {
  return JSON.stringify(
    layers
      .filter(({ kind }) => kind !== 'dropout')
      .map((layer) => Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
