import { createRandom } from '../random';
import type { ExchangedLayer } from './exchanged-model';
import type { LayerMaker, Part, Weight } from './layer';

/** A stack for one shape of input, as other libraries know it. */
export interface ExchangedStack {
  readonly layers: readonly ExchangedLayer[];
  /** Names that its weights have here, in the order of all libraries. */
  readonly weights: readonly Pick<Weight, 'name' | 'shape'>[];
}

/**
 * What a stack is in layers that other libraries have.
 *
 * @param inputShape `[nTimesteps, nFeatures]`, or `[nFeatures]`.
 * @throws {RangeError} if they lack one, with its kind.
 */
export function exchangedStack(maker: LayerMaker, inputShape: readonly number[]): ExchangedStack {
  const { parts = [], weights } = maker.make(inputShape, createRandom(0));
  const layers: ExchangedLayer[] = [];
  for (const part of parts) {
    const before = layers.at(-1);
    if (part.kind === 'lastStep' && before?.kind === 'lstm') {
      layers[layers.length - 1] = { ...before, returnSequences: false };
    } else {
      layers.push(exchangedLayer(part));
    }
  }
  return { layers, weights };
}

function exchangedLayer({ kind, config, outputShape }: Part): ExchangedLayer {
  const width = outputShape[outputShape.length - 1];
  switch (kind) {
    case 'lstm':
      return { kind, units: width, returnSequences: true };
    case 'dense':
      return { kind, units: width, activation: config.activation ?? 'linear' };
    case 'dropout':
      return { kind, rate: config.rate ?? 0 };
    case 'batchNorm':
      return { kind };
    case 'repeat':
      return { kind, times: outputShape[0] };
    default:
      throw new RangeError(`layers must be such as other libraries have, got ${kind}`);
  }
}
