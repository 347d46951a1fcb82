import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import { batchOf, type Windows } from '../features/window';
import { topologyInput, whyPlain } from '../networks/from-topology';
import type { LayersModelFiles } from '../networks/layers-model';
import { loadTensorflow } from '../networks/tensorflow';
import { evaluationBatch } from '../networks/window-batch';
import { checkWindows } from './check';
import type { FittedDetector } from './detector';

const contentSchema = z.object({
  name: z.literal('plainModel'),
  params: z.object({}),
  topology: z.record(z.string(), z.unknown()),
  weights: z.array(z.object({ name: z.string(), shape: z.array(z.number().int().nonnegative()) })),
});

type Content = z.infer<typeof contentSchema>;

/**
 * Writes a layers model as a detector that plain tfjs runs, if its LSTMs have options that the fused
 * kernels lack; a warning says so.
 *
 * @returns whether it was written.
 * @throws {Error} naming the model's file, if tfjs does not take it or its output is no score.
 */
export async function writePlainModel(
  directory: string,
  { file, topology, weights }: LayersModelFiles,
): Promise<boolean> {
  try {
    const reason = whyPlain(topology);
    if (reason === undefined) return false;
    const content: Content = {
      name: 'plainModel',
      params: {},
      topology: topology as Content['topology'],
      weights: Object.entries(weights).map(([name, { shape }]) => ({ name, shape: [...shape] })),
    };
    const values = Object.values(weights).flatMap(({ data }) => [...data]);
    const fitted = await createPlainModel(content, Float32Array.from(values));
    await fitted.save(directory);
    fitted.dispose();
    console.warn(`${file}: ${reason}; plain tfjs runs the model, several times slower`);
    return true;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/**
 * Reads a model that plain tfjs runs.
 *
 * Its score is the probability of any class but 0, or the mean squared error of a reconstruction.
 *
 * @throws {Error} naming the file or folder if it is missing, corrupt or from a newer version.
 */
export async function loadPlainModel(directory: string): Promise<FittedDetector<Windows>> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  try {
    if (!(arrays['values'] instanceof Float32Array)) throw new Error('weights must be float32');
    return await createPlainModel(content, arrays['values']);
  } catch (error) {
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
}

async function createPlainModel(
  content: Content,
  values: Float32Array,
): Promise<FittedDetector<Windows>> {
  const tf = loadTensorflow();
  const [length, nFeatures] = topologyInput(content.topology);
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: content.topology,
      weightSpecs: content.weights.map((weight) => ({ ...weight, dtype: 'float32' as const })),
      weightData: values.slice().buffer,
    }),
  );
  const scoresOf = scoringOf(model, [length, nFeatures]);
  const scoreBatch = (windows: Windows, start: number, end: number) =>
    tf.tidy(() => {
      const values = batchOf(windows, start, end);
      const input = tf.tensor3d(values, [end - start, length, nFeatures]);
      return scoresOf(input, model.predict(input) as Tensor).dataSync();
    });
  return {
    name: content.name,
    params: {},
    score: async (windows) => {
      checkWindows(windows, { length, nFeatures });
      const nWindows = windows.ends.length;
      const scores = new Float32Array(nWindows);
      const size = evaluationBatch(windows);
      for (let start = 0; start < nWindows; start += size) {
        scores.set(scoreBatch(windows, start, Math.min(nWindows, start + size)), start);
      }
      return scores;
    },
    save: (directory) => writeArtifact(directory, 'detector', content, { values }),
    dispose: () => model.dispose(),
  };
}

/** How scores come from a model's output, by the output's shape. */
function scoringOf(
  model: LayersModel,
  inputShape: readonly number[],
): (input: Tensor, output: Tensor) => Tensor {
  const shape = model.outputs[0].shape.slice(1);
  if (shape.join() === inputShape.join()) {
    return (input, output) => output.sub(input).square().mean([1, 2]);
  }
  const { activation } = model.layers[model.layers.length - 1].getConfig();
  if (shape.length === 1 && shape[0] === 1 && activation === 'sigmoid') {
    return (_, output) => output.flatten();
  }
  if (shape.length === 1 && Number(shape[0]) > 1 && activation === 'softmax') {
    return (_, output) => output.slice([0, 0], [-1, 1]).flatten().neg().add(1);
  }
  throw new RangeError(
    `output must be probabilities of classes, or as the input [${inputShape}], got [${shape}] of ${activation}`,
  );
}
