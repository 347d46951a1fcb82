import { createRequire } from 'node:module';
import util from 'node:util';
import { keepSignalsOffThisThread } from './signals';

/** The module `@tensorflow/tfjs-node`. */
export type Tensorflow = typeof import('@tensorflow/tfjs-node');

/** Functions that tfjs-node 4.22 calls and Node 23 removed. */
interface RemovedFunctions {
  isNullOrUndefined?: (value: unknown) => boolean;
}

// TensorFlow reads it when anyone loads it first, such as danfojs after this module.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// Kernels of these sizes are slower on two threads than on one; graphs run kernels side by side instead.
process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';

let loaded: Tensorflow | undefined;

/**
 * Loads TensorFlow on its first call, not before, as it takes a second and 100 MB.
 *
 * tfjs-node is an optional peer dependency: what does not use a network works without it.
 * TensorFlow's own messages below errors stay silent, unless `TF_CPP_MIN_LOG_LEVEL` is set, and each
 * kernel keeps to one core, unless `TF_NUM_INTRAOP_THREADS` is set: worth it for wide layers and large batches.
 *
 * @throws {Error} with the command to run, if tfjs-node or its native addon is missing.
 *
 * @example
 * const tf = loadTensorflow();
 * tf.sum([1, 2, 3]).dataSync()[0]; // 6
 */
export function loadTensorflow(): Tensorflow {
  if (loaded !== undefined) return loaded;
  keepSignalsOffThisThread();
  const removed = util as RemovedFunctions;
  removed.isNullOrUndefined ??= (value) => value === null || value === undefined;
  try {
    loaded = createRequire(__filename)('@tensorflow/tfjs-node') as Tensorflow;
  } catch (error) {
    throw new Error(explain(error as NodeJS.ErrnoException), { cause: error });
  }
  return loaded;
}

/** Returns TensorFlow if something has loaded it, so that asking for its memory does not load it. */
export function loadedTensorflow(): Tensorflow | undefined {
  return loaded;
}

/** Says what to do about it: in a clone of the laboratory, or in a project that depends on it. */
function explain({ code, message }: NodeJS.ErrnoException): string {
  const reason = message.split('\n', 1)[0];
  const isAbsent = code === 'MODULE_NOT_FOUND' && message.includes("'@tensorflow/tfjs-node'");
  return isAbsent
    ? 'networks need @tensorflow/tfjs-node, which is not installed: run npm install @tensorflow/tfjs-node@4.22.0'
    : `@tensorflow/tfjs-node must have its native addon: run npm run setup in a clone of anomaly-lab, elsewhere npm rebuild @tensorflow/tfjs-node (${reason})`;
}
