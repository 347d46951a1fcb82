import { readNpz, writeNpz } from '../data/npz';
import type { ExchangedModel } from './exchanged-model';
import { fromTopology } from './from-topology';
import { assignNamedWeights, type NamedWeight, nameWeights } from './named-weights';
import { topologyNames, toTopology } from './to-topology';

/** Writes a model as one NPZ file, which `scripts/keras_weights.py` makes a Keras model of. */
export async function writeKerasWeights(file: string, model: ExchangedModel): Promise<void> {
  const topology = { shape: [], data: [JSON.stringify(toTopology(model))] };
  await writeNpz(file, { topology, ...nameWeights(model, topologyNames(model.layers)) });
}

/**
 * Reads a Keras model from the NPZ file that `scripts/keras_weights.py` made of it.
 *
 * @throws {Error} naming the file, and layer or weight where there is one, if it is missing or
 * broken, or the model has layers or options that are not known here.
 */
export async function readKerasWeights(file: string): Promise<ExchangedModel> {
  const { topology, ...arrays } = await readNpz(file);
  try {
    return assignNamedWeights(fromTopology(parse(topology?.data[0])), floats(arrays));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

function parse(topology: unknown): unknown {
  if (typeof topology !== 'string') throw new RangeError('topology must be JSON, got none');
  try {
    return JSON.parse(topology);
  } catch (error) {
    throw new RangeError(`topology: not valid JSON (${(error as Error).message})`);
  }
}

function floats(arrays: Awaited<ReturnType<typeof readNpz>>): Record<string, NamedWeight> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      if (!(data instanceof Float32Array)) throw new TypeError(`weight ${name} must be float32`);
      return [name, { shape, data }];
    }),
  );
}
