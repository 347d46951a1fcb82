import type { ExchangedModel } from '../networks/exchanged-model';

/**
 * A model that ends in one sigmoid, as one that ends in a softmax over two classes: the first of them
 * has the logit 0, so that the second has the same probability as before.
 */
export function asTwoClasses(model: ExchangedModel): ExchangedModel {
  const end = model.layers.at(-1);
  if (end?.kind !== 'dense' || end.units !== 1 || end.activation !== 'sigmoid') return model;
  const [kernel, bias] = model.weights.slice(-2).map(afterZeros);
  return {
    ...model,
    layers: [...model.layers.slice(0, -1), { kind: 'dense', units: 2, activation: 'softmax' }],
    weights: [...model.weights.slice(0, -2), kernel, bias],
  };
}

/** `[n, 1]` to `[n, 2]`, the first column zeros. */
function afterZeros(column: Float32Array): Float32Array {
  const both = new Float32Array(2 * column.length);
  column.forEach((value, row) => {
    both[2 * row + 1] = value;
  });
  return both;
}
