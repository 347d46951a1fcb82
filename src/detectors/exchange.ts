import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import { type ExchangedModel, halfOf } from '../networks/exchanged-model';
import { readKerasWeights, writeKerasWeights } from '../networks/keras-weights';
import { parseLayersModel, readLayersModelFiles, writeLayersModel } from '../networks/layers-model';
import { checkChoice, checkOptionNames } from './check';
import type { NetworkShape } from './network-layers';
import { checkStack, detectorOf, encoderLayersOf, inputShapeOf, stackOf } from './network-stack';
import { writePlainModel } from './plain-model';
import { asTwoClasses } from './two-classes';

const contentSchema: z.ZodType<NetworkShape> = z.object({
  name: z.string(),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])),
  length: z.number().int().positive(),
  nFeatures: z.number().int().positive(),
  nClasses: z.number().int().min(2).optional(),
});

/** What is exported of a network. */
export interface ExportOptions {
  /**
   * `encoder`: an autoencoder's layers up to the code that a window is squeezed into; `decoder`: those from the code back. Default `whole`.
   */
  readonly part?: 'whole' | 'encoder' | 'decoder';
}

/**
 * Writes the network of a saved detector as a layers model of tfjs: `model.json` and `weights.bin`,
 * which plain `tf.loadLayersModel` reads, in a browser, too.
 *
 * A classifier's model gives the probability of each class; an autoencoder's the reconstruction.
 * For `lstmClassifier`, `lstmAutoencoder` and `autoencoder`; attention has no layers in tfjs.
 *
 * @param detectorDirectory what `saveDetector` wrote.
 * @throws {Error} naming the folder or file, if it is missing or corrupt, or another detector.
 * @throws {RangeError} if an option is unknown or no such part.
 * @example
 * await saveDetector(fitted, 'models/lstm');
 * await exportLayersModel('models/lstm', 'models/lstm-tfjs');
 * await exportLayersModel('models/lstm', 'models/lstm-encoder', { part: 'encoder' });
 */
export async function exportLayersModel(
  detectorDirectory: string,
  modelDirectory: string,
  options: ExportOptions = {},
): Promise<void> {
  checkOptionNames(options, ['part']);
  const { part = 'whole' } = options;
  checkChoice('part', part, ['whole', 'encoder', 'decoder']);
  await writeLayersModel(modelDirectory, await readDetectorModel(detectorDirectory, part));
}

/**
 * Makes a saved detector of a Sequential model that tfjs wrote, or Keras through the layers format
 * of `tensorflowjs_converter`; `loadDetector` reads it.
 *
 * Its layers must be those of `lstmClassifier`, `lstmAutoencoder` or `autoencoder`. Dropout may be
 * left out, and so may biases; a dense layer may be in `TimeDistributed`, and a classifier of two
 * classes may end in one sigmoid. What the model learned from is not known: its epochs are 0. Where an
 * LSTM has options that the fused kernels lack, plain tfjs runs the model, and a warning says so.
 *
 * @param modelDirectory holds `model.json` and the weights that it names.
 * @throws {Error} naming the file, and layer, option or weight where there is one.
 */
export async function importLayersModel(
  modelDirectory: string,
  detectorDirectory: string,
): Promise<void> {
  const files = await readLayersModelFiles(modelDirectory);
  if (await writePlainModel(detectorDirectory, files)) return;
  await writeDetector(detectorDirectory, parseLayersModel(files), modelDirectory);
}

/**
 * Writes the network of a saved detector as an NPZ file, for `scripts/keras_weights.py to-keras`.
 *
 * @throws {Error} as `exportLayersModel` does.
 */
export async function exportKerasWeights(detectorDirectory: string, file: string): Promise<void> {
  await writeKerasWeights(file, await readDetectorModel(detectorDirectory));
}

/**
 * Makes a saved detector of the NPZ file that `scripts/keras_weights.py from-keras` wrote.
 *
 * Weights alone cannot run on plain tfjs: an LSTM with options that the fused kernels lack is refused.
 *
 * @throws {Error} as `importLayersModel` does.
 */
export async function importKerasWeights(file: string, detectorDirectory: string): Promise<void> {
  await writeDetector(detectorDirectory, await readKerasWeights(file), file);
}

/** The network of a saved detector, in layers that other libraries have. */
async function readDetectorModel(
  directory: string,
  part: ExportOptions['part'] = 'whole',
): Promise<ExchangedModel> {
  const named = await readArtifact(directory, 'detector', z.object({ name: z.string() }));
  try {
    checkStack(named.content.name);
    const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
    const { names, sizes, ...model } = planOf(content);
    const weights = names.map((name, i) => checkWeight(arrays[name], name, sizes[i]));
    const whole = { ...model, weights };
    if (part === 'whole') return whole;
    return halfOf(whole, encoderLayersOf(content), part === 'encoder' ? 'first' : 'second');
  } catch (error) {
    const { message } = error as Error;
    throw new Error(message.startsWith(directory) ? message : `${directory}: ${message}`);
  }
}

function checkWeight(values: unknown, name: string, size: number): Float32Array {
  if (values instanceof Float32Array && values.length === size) return values;
  const got = values instanceof Float32Array ? values.length : 'none';
  throw new RangeError(`weight ${name} must be ${size} values of float32, got ${got}`);
}

async function writeDetector(
  directory: string,
  imported: ExchangedModel,
  from: string,
): Promise<void> {
  const model = asTwoClasses(imported);
  let content: NetworkShape;
  try {
    content = detectorOf(model);
  } catch (error) {
    throw new Error(`${from}: ${(error as Error).message}`);
  }
  const { names } = planOf(content);
  const history = { train: {}, validation: {}, bestEpoch: -1, stopped: 'finished' };
  const arrays = Object.fromEntries(names.map((name, i) => [name, model.weights[i]]));
  await writeArtifact(directory, 'detector', { ...content, history }, arrays);
}

/** The layers of a detector, and the names that its weights are saved by, in their order. */
function planOf(content: NetworkShape) {
  const { layers, weights } = stackOf(content);
  const names = weights.map(({ name }) => name);
  const sizes = weights.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
  return { inputShape: inputShapeOf(content), layers, names, sizes };
}
