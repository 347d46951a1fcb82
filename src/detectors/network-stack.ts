import type { ExchangedLayer, ExchangedModel } from '../networks/exchanged-model';
import { type ExchangedStack, exchangedStack } from '../networks/exchanged-stack';
import type { LayerMaker } from '../networks/layer';
import { AUTOENCODER, autoencoder } from './autoencoder';
import type { Params } from './detector';
import { LSTM_AUTOENCODER, lstmAutoencoder } from './lstm-autoencoder';
import { LSTM_CLASSIFIER, lstmClassifier } from './lstm-classifier';

/** What of a saved detector tells its layers. */
export interface StackContent {
  readonly name: string;
  readonly params: Params;
  readonly length: number;
  readonly nFeatures: number;
  /** Only of classifiers. */
  readonly nClasses?: number | undefined;
}

/** A detector whose layers other libraries have, too. */
interface Exchanged {
  layers(content: StackContent): LayerMaker;
  /** The only hyperparameters that layers can come from, if any. */
  guess(widths: Widths): Params | undefined;
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
    layers: ({ params, nClasses = 0 }) => LSTM_CLASSIFIER.layers(params, nClasses),
    guess: ({ lstm, dense, dropout, batchNormalisation }) => {
      if (lstm.length === 0 || (dense.at(-1) ?? 0) < 2) return undefined;
      const shape = { units: lstm, batchNormalisation, denseUnits: dense.slice(0, -1), dropout };
      return lstmClassifier({ ...shape, epochs: 0 }).params;
    },
  },
  lstmAutoencoder: {
    layers: ({ params, length, nFeatures }) => LSTM_AUTOENCODER.layers(params, length, nFeatures),
    guess: ({ lstm: [outer, inner, ...decoder], dense: [encoding] }) => {
      if (decoder.length === 0 || encoding === undefined) return undefined;
      return lstmAutoencoder({ units: [outer, inner], encoding, epochs: 0 }).params;
    },
  },
  autoencoder: {
    layers: ({ params, length, nFeatures }) => AUTOENCODER.layers(params, length, nFeatures),
    guess: ({ dense }) => {
      if (dense.length < 2) return undefined;
      return autoencoder({ units: dense.slice(0, -1), epochs: 0 }).params;
    },
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
export function inputShapeOf({ name, length, nFeatures }: StackContent): number[] {
  return name === 'autoencoder' ? [nFeatures] : [length, nFeatures];
}

/** The layers of a detector's network, a softmax at the end of a classifier among them. */
export function stackOf(content: StackContent): ExchangedStack {
  const maker = EXCHANGED[content.name].layers(content);
  const { layers, weights } = exchangedStack(maker, inputShapeOf(content));
  const last = layers.at(-1);
  if (content.nClasses === undefined || last?.kind !== 'dense') return { layers, weights };
  return { layers: [...layers.slice(0, -1), { ...last, activation: 'softmax' }], weights };
}

/**
 * The detector that a model is a network of. Dropout, which does nothing in use, may be left out.
 *
 * @throws {RangeError} if there is none, with what the model's layers are.
 */
export function detectorOf({ inputShape, layers }: Omit<ExchangedModel, 'weights'>): StackContent {
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
