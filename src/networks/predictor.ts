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

/** Steps in a window from which a graph is made: with fewer, a batch is done before it would be. */
const GRAPH_FROM_STEPS = 32;

/** Batches from which a graph is made for shorter windows, too. */
const GRAPH_FROM_BATCHES = 8;

/** Parts of a batch that a graph does side by side, where there are cores: a kernel uses one. */
const PARTS = 4;

/**
 * Makes a predictor of a network with the weights of now.
 *
 * Long or many windows go through a graph of TensorFlow, made when the first batch comes and then kept;
 * others go kernel by kernel. So do all where TensorFlow does not take the graph, after a warning.
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
  const readBatch = (windows: Windows, parts: readonly Int32Array[]): Float32Array[] =>
    scope(() => {
      const inputs = parts.map((part) => inputOf(windows, part));
      return (parts.length > 1 ? runGraph(inputs) : inputs.map(take)).map(read);
    });
  return {
    predict: async (windows) => {
      const batches = batchesOf(windows);
      const nDone = batches.flat().reduce((sum, part) => sum + part.length, 0);
      let outputs = new Float32Array(0);
      let size = 0; // numbers a window
      let done = 0;
      for (const parts of batches) {
        for (const [i, values] of readBatch(windows, parts).entries()) {
          if (done === 0) {
            size = values.length / parts[i].length;
            outputs = new Float32Array(size * nDone);
          }
          outputs.set(values, size * done);
          done += parts[i].length;
        }
        await setImmediate();
      }
      return outputs.subarray(0, size * windows.ends.length);
    },
    dispose: () => {
      graph?.dispose();
      graph = undefined;
      canMakeGraph = false;
    },
  };
}

/**
 * The windows' indices batch by batch, each in the parts that are done side by side.
 *
 * For a graph, a last batch that is more than half full is filled up with its last window: kernel by
 * kernel takes about twice the time.
 */
function batchesOf(windows: Windows): Int32Array[][] {
  const nWindows = windows.ends.length;
  const partSize = Math.ceil(evaluationBatch(windows) / PARTS);
  const nBatches = nWindows / (PARTS * partSize);
  const isWorth = windows.length >= GRAPH_FROM_STEPS || nBatches >= GRAPH_FROM_BATCHES;
  const batches: Int32Array[][] = [];
  for (let start = 0; start < nWindows; start += PARTS * partSize) {
    const left = Math.min(nWindows - start, PARTS * partSize);
    const isGraph = isWorth && 2 * left > PARTS * partSize;
    const [nParts, size] = isGraph ? [PARTS, partSize] : [1, left];
    const indexAt = (part: number, i: number) => Math.min(start + part * size + i, nWindows - 1);
    batches.push(
      Array.from({ length: nParts }, (_, part) =>
        Int32Array.from({ length: size }, (__, i) => indexAt(part, i)),
      ),
    );
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
