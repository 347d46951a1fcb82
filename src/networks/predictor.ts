import { setImmediate } from 'node:timers/promises';
import type { Windows } from '../features/window';
import { read, scope, type Tensor } from './engine';
import { createGraph, type Graph } from './graph';
import type { Network } from './network';
import { evaluationBatch, inputOf } from './window-batch';

/** Reads one thing out of a network that learns no more, such as its output. */
export interface Predictor {
  /** What is read out of each window, one window behind the other. */
  predict(windows: Windows): Promise<Float32Array>;
  /** Frees the graph, where one was made; the network is the caller's. */
  dispose(): void;
}

/** Steps from which a graph is made: batches of shorter windows are done before it would be. */
const GRAPH_FROM_STEPS = 32;

/** Parts of a batch that a graph does side by side: a kernel of an LSTM keeps one core busy. */
const PARTS = 2;

/**
 * Makes a predictor of a network with the weights of now.
 *
 * Full batches of long windows go through a graph of TensorFlow, made when the first one comes and then
 * kept; the others go kernel by kernel. So do all where TensorFlow does not take the graph, after a
 * warning.
 *
 * @param take - What is read out of a batch, by default the output. Sizes a window must be the same.
 */
export function createPredictor(
  network: Network,
  take: (input: Tensor) => Tensor = network.predict,
): Predictor {
  let graph: Graph | undefined;
  let canMakeGraph = true;
  const runGraph = (inputs: readonly Tensor[]): readonly Tensor[] => {
    if (!graph && canMakeGraph) {
      graph = tryGraph(network, inputs, take);
      canMakeGraph = graph !== undefined;
    }
    return graph?.run(0, inputs) ?? inputs.map(take);
  };
  return {
    predict: async (windows) => {
      const outputs: Float32Array[] = [];
      for (const parts of batchesOf(windows)) {
        scope(() => {
          const inputs = parts.map((part) => inputOf(windows, part));
          const taken = parts.length > 1 ? runGraph(inputs) : inputs.map(take);
          outputs.push(...taken.map(read));
        });
        await setImmediate();
      }
      return joined(outputs);
    },
    dispose: () => {
      graph?.dispose();
      graph = undefined;
      canMakeGraph = false;
    },
  };
}

/** The windows' indices batch by batch, each in the parts that are done side by side. */
function batchesOf(windows: Windows): Int32Array[][] {
  const indices = Int32Array.from(windows.ends, (_, i) => i);
  const isLong = windows.length >= GRAPH_FROM_STEPS;
  const partSize = Math.ceil(evaluationBatch(windows) / PARTS);
  const batches: Int32Array[][] = [];
  for (let start = 0; start < indices.length; start += PARTS * partSize) {
    const batch = indices.subarray(start, start + PARTS * partSize);
    const isFull = batch.length === PARTS * partSize;
    const size = isLong && isFull ? partSize : batch.length;
    const firsts = Array.from({ length: batch.length / size }, (_, i) => i * size);
    batches.push(firsts.map((first) => batch.subarray(first, first + size)));
  }
  return batches;
}

function tryGraph(
  network: Network,
  feeds: readonly Tensor[],
  take: (input: Tensor) => Tensor,
): Graph | undefined {
  try {
    return createGraph(network.resources, [{ feeds, work: () => feeds.map(take) }]);
  } catch (error) {
    console.warn(
      `prediction goes on kernel by kernel, not as a graph: ${(error as Error).message}`,
    );
    return undefined;
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  return all;
}
