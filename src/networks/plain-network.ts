import { setImmediate } from 'node:timers/promises';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { batchOf, type Windows } from '../features/window';
import { topologyInput } from './from-topology';
import { loadTensorflow } from './tensorflow';
import { evaluationBatch } from './window-batch';

/** A layers model's parts. */
export interface PlainModelParts {
  readonly topology: Readonly<Record<string, unknown>>;
  /** Names and shapes of the weights, in the order of `values`. */
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly values: Float32Array;
}

/** A network that tfjs's own layers run: slower, but with options that the fused kernels lack. */
export interface PlainNetwork {
  /** `[nTimesteps, nFeatures]`. */
  readonly inputShape: readonly number[];
  /** The probability of any class but 0, or the mean squared error of a reconstruction, of each window. */
  score(windows: Windows): Promise<Float32Array>;
  dispose(): void;
}

/**
 * Builds a network of tfjs's own layers.
 *
 * @throws {Error} if tfjs does not take the model, or its output is no score.
 */
export async function createPlainNetwork(parts: PlainModelParts): Promise<PlainNetwork> {
  const tf = loadTensorflow();
  const [length, nFeatures] = topologyInput(parts.topology);
  const weightSpecs = parts.weights.map(({ name, shape }) => {
    return { name, shape: [...shape], dtype: 'float32' as const };
  });
  const artifacts = { modelTopology: parts.topology, weightSpecs };
  const weightData = parts.values.slice().buffer;
  const model = await tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, weightData }));
  let isDisposed = false;
  const dispose = () => {
    if (!isDisposed) model.dispose();
    isDisposed = true;
  };
  try {
    const scoresOf = scoring(model, [length, nFeatures]);
    const scoreBatch = (windows: Windows, start: number, end: number) =>
      tf.tidy(() => {
        const values = batchOf(windows, start, end);
        const input = tf.tensor3d(values, [end - start, length, nFeatures]);
        return scoresOf(input, model.predict(input) as Tensor).dataSync();
      });
    return {
      inputShape: [length, nFeatures],
      score: async (windows) => {
        const nWindows = windows.ends.length;
        const scores = new Float32Array(nWindows);
        const size = evaluationBatch(windows);
        for (let start = 0; start < nWindows; start += size) {
          if (isDisposed) throw new Error('network was disposed');
          scores.set(scoreBatch(windows, start, Math.min(nWindows, start + size)), start);
          await setImmediate();
        }
        return scores;
      },
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** How scores come from a model's output, by the output's shape. */
function scoring(
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
