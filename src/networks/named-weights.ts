import { type ExchangedModel, snakeCase, weightPlan } from './exchanged-model';
import type { TopologyLayers } from './from-topology';

/** A weight as other libraries have it: a shape, and values in C order. */
export interface NamedWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The weights of a model under the names `LAYER/WEIGHT` of tfjs and Keras. */
export function nameWeights(
  model: ExchangedModel,
  names: readonly string[],
): Record<string, NamedWeight> {
  const plan = weightPlan(model.inputShape, model.layers);
  return Object.fromEntries(
    plan.map(({ layer, name, shape }, i) => [
      `${names[layer]}/${snakeCase(name)}`,
      { shape, data: model.weights[i] },
    ]),
  );
}

/**
 * A model from layers and weights under the names of tfjs or Keras, which may have a cell or a
 * model in between or before: `sequential/lstm/lstm_cell/kernel`.
 *
 * @throws {RangeError} naming the weight, if one is missing, has another shape, is not finite, or
 * belongs to none of the layers.
 */
export function assignNamedWeights(
  { inputShape, layers, names, absent }: TopologyLayers,
  weights: Readonly<Record<string, NamedWeight>>,
): ExchangedModel {
  const left = new Map(Object.entries(weights));
  const values = weightPlan(inputShape, layers).map(({ layer, name, shape }) => {
    const own = `${names[layer]}/${snakeCase(name)}`;
    const key = [...left.keys()].find((each) => belongs(each, names[layer], snakeCase(name)));
    if (key === undefined) {
      if (!absent[layer].includes(name))
        throw new RangeError(`weight ${own} must be given, got none`);
      return new Float32Array(shape[0]).fill(name === 'gamma' ? 1 : 0); // computes the same
    }
    const { shape: found, data } = left.get(key)!;
    left.delete(key);
    if (found.join() !== shape.join()) {
      throw new RangeError(`weight ${own} must have shape [${shape}], got [${found}]`);
    }
    if (!data.every(Number.isFinite)) throw new RangeError(`weight ${own} must be finite`);
    return data;
  });
  const [unused] = left.keys();
  if (unused !== undefined) throw new RangeError(`weight ${unused} must belong to a layer`);
  return { inputShape, layers, weights: values };
}

function belongs(key: string, layer: string, weight: string): boolean {
  const parts = key.split('/');
  return parts.at(-1) === weight && parts.slice(0, -1).includes(layer);
}
