/** A layer as other libraries know it: kernel sizes follow from the input. */
export type ExchangedLayer =
  | { readonly kind: 'lstm'; readonly units: number; readonly returnSequences: boolean }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: string }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNorm' }
  | { readonly kind: 'repeat'; readonly times: number };

/** A stack of layers with its weights, for other libraries or from them. */
export interface ExchangedModel {
  /** `[nTimesteps, nFeatures]`, or `[nFeatures]`. */
  readonly inputShape: readonly number[];
  readonly layers: readonly ExchangedLayer[];
  /** Weights of all layers, in the order of `weightPlan`. */
  readonly weights: readonly Float32Array[];
}

/** A weight that a model must have. */
export interface PlannedWeight {
  /** Index of its layer. */
  readonly layer: number;
  /** Name in this library, such as `recurrentKernel`. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** Weights of a model, layer by layer, in the order that this library, tfjs and Keras all have. */
export function weightPlan(
  inputShape: readonly number[],
  layers: readonly ExchangedLayer[],
): PlannedWeight[] {
  let width = inputShape[inputShape.length - 1];
  return layers.flatMap((layer, index) => {
    const shapes = weightShapes(layer, width);
    if ('units' in layer) width = layer.units;
    return Object.entries(shapes).map(([name, shape]) => ({ layer: index, name, shape }));
  });
}

/**
 * The first layers of a model, or the others, as a model of its own.
 *
 * @param nFirst how many layers are the first part.
 */
export function halfOf(
  { inputShape, layers, weights }: ExchangedModel,
  nFirst: number,
  half: 'first' | 'second',
): ExchangedModel {
  const first = layers.slice(0, nFirst);
  const nWeights = weightPlan(inputShape, first).length;
  if (half === 'first') return { inputShape, layers: first, weights: weights.slice(0, nWeights) };
  const middle = first.findLast((layer) => 'units' in layer);
  const width = middle && 'units' in middle ? middle.units : inputShape[inputShape.length - 1];
  return { inputShape: [width], layers: layers.slice(nFirst), weights: weights.slice(nWeights) };
}

/** A name in Python's manner: `recurrentKernel` to `recurrent_kernel`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function weightShapes(layer: ExchangedLayer, width: number): Record<string, number[]> {
  switch (layer.kind) {
    case 'lstm': {
      const gates = 4 * layer.units;
      return { kernel: [width, gates], recurrentKernel: [layer.units, gates], bias: [gates] };
    }
    case 'dense':
      return { kernel: [width, layer.units], bias: [layer.units] };
    case 'batchNorm':
      return { gamma: [width], beta: [width], movingMean: [width], movingVariance: [width] };
    default:
      return {};
  }
}
