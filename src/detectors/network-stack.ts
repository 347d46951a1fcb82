import type { ExchangedLayer, ExchangedModel } from '../networks/exchanged-model';
import type { Params } from './detector';
import { trainingOptions } from './training-options';

/** What of a saved detector tells its layers. */
export interface StackContent {
  readonly name: string;
  readonly params: Params;
  readonly length: number;
  readonly nFeatures: number;
  /** Only of classifiers. */
  readonly nClasses?: number | undefined;
}

/** A layer of a detector's network, which counts the last step as a layer of its own. */
export type StackLayer = ExchangedLayer | { readonly kind: 'lastStep' };

type Stack = (content: StackContent) => StackLayer[];

const lstm = (units: number): StackLayer => ({ kind: 'lstm', units, returnSequences: true });
const dense = (units: number, activation = 'linear'): StackLayer => ({
  kind: 'dense',
  units,
  activation,
});

/** The layers of each detector that other libraries have layers for, as its own file builds them. */
const STACKS: Readonly<Record<string, Stack>> = {
  lstmClassifier: ({ params, nClasses = 0 }) => [
    ...(params['units'] as readonly number[]).flatMap((units): StackLayer[] => [
      lstm(units),
      { kind: 'dropout', rate: params['dropout'] as number },
    ]),
    { kind: 'lastStep' },
    dense(nClasses, 'softmax'),
  ],
  lstmAutoencoder: ({ params, length, nFeatures }) => {
    const [outer, inner] = params['units'] as readonly number[];
    return [
      ...[lstm(outer), norm, lstm(inner), last, norm],
      ...[dense(params['encoding'] as number), dense(inner), norm],
      { kind: 'repeat', times: length },
      ...[lstm(inner), norm, lstm(outer), norm, dense(nFeatures)],
    ];
  },
  autoencoder: ({ params, nFeatures }) => [
    ...(params['units'] as readonly number[]).map((units) => dense(units, 'relu')),
    dense(nFeatures),
  ],
};

const norm: StackLayer = { kind: 'batchNorm' };
const last: StackLayer = { kind: 'lastStep' };

/**
 * Refuses a detector that has layers which other libraries lack.
 *
 * @throws {RangeError} with the names of those that have not.
 */
export function checkStack(name: string): void {
  if (Object.hasOwn(STACKS, name)) return;
  const known = Object.keys(STACKS).join(', ');
  throw new RangeError(`detector must have layers that tfjs has, too (${known}), got ${name}`);
}

/** The layers of a detector's network, a softmax at the end of a classifier among them. */
export function stackOf(content: StackContent): StackLayer[] {
  return STACKS[content.name](content);
}

/** The layers as other libraries have them: an LSTM that gives its last step. */
export function foldLastStep(stack: readonly StackLayer[]): ExchangedLayer[] {
  const at = stack.findIndex(({ kind }) => kind === 'lastStep');
  const before = stack.slice(0, Math.max(at, 0));
  const folded = before.findLastIndex(({ kind }) => kind === 'lstm');
  return stack.flatMap((layer, i): ExchangedLayer[] => {
    if (layer.kind === 'lastStep') return [];
    return [layer.kind === 'lstm' && i === folded ? { ...layer, returnSequences: false } : layer];
  });
}

/**
 * The detector that a model is a network of. Dropout, which does nothing in use, may be left out.
 *
 * @throws {RangeError} if there is none, with what the model's layers are.
 */
export function detectorOf({ inputShape, layers }: Omit<ExchangedModel, 'weights'>): StackContent {
  const units = layers.flatMap((layer) => (layer.kind === 'lstm' ? [layer.units] : []));
  const widths = layers.flatMap((layer) => (layer.kind === 'dense' ? [layer.units] : []));
  const rates = layers.flatMap((layer) => (layer.kind === 'dropout' ? [layer.rate] : []));
  const dropout = rates.every((rate) => rate === rates[0]) ? (rates[0] ?? 0) : 0;
  const nFeatures = inputShape[inputShape.length - 1];
  const length = inputShape.length === 2 ? inputShape[0] : 1;
  const sizes = { length, nFeatures };
  const training = { ...trainingOptions({ epochs: 0 }) };
  const guesses: StackContent[] = [
    {
      name: 'lstmClassifier',
      params: { units, dropout, ...training },
      ...sizes,
      nClasses: widths.at(-1),
    },
    {
      name: 'lstmAutoencoder',
      params: { units: units.slice(0, 2), encoding: widths[0] ?? 0, ...training },
      ...sizes,
    },
    { name: 'autoencoder', params: { units: widths.slice(0, -1), ...training }, ...sizes },
  ];
  const found = guesses.find((guess) => key(foldLastStep(stackOf(guess))) === key(layers));
  if (found) return found;
  const known = Object.keys(STACKS).join(', ');
  const kinds = layers.map((layer) =>
    'activation' in layer ? `dense ${layer.activation}` : layer.kind,
  );
  throw new RangeError(`layers must be those of ${known}, got ${kinds.join(', ')}`);
}

function key(layers: readonly ExchangedLayer[]): string {
  return JSON.stringify(
    layers
      .filter(({ kind }) => kind !== 'dropout')
      .map((layer) => Object.entries(layer).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
