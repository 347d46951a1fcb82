import { setImmediate } from 'node:timers/promises';
import type { Windows } from '../features/window';
import { read, scope, type Tensor } from './engine';
import type { Network } from './network';
import { evaluationBatch, inputOf } from './window-batch';

/**
 * A network's output for each window, batch by batch.
 *
 * @param take - What is read out of a batch, by default the output. Sizes a window must be the same.
 * @returns the values of all windows, one behind the other.
 */
export async function predictWindows(
  network: Network,
  windows: Windows,
  take: (input: Tensor) => Tensor = network.predict,
): Promise<Float32Array> {
  const nWindows = windows.ends.length;
  const batchSize = evaluationBatch(windows);
  const indices = Int32Array.from({ length: nWindows }, (_, i) => i);
  let outputs = new Float32Array(0);
  for (let start = 0; start < nWindows; start += batchSize) {
    const batch = indices.subarray(start, start + batchSize);
    const values = scope(() => read(take(inputOf(windows, batch))));
    if (start === 0) outputs = new Float32Array((values.length / batch.length) * nWindows);
    outputs.set(values, (values.length / batch.length) * start);
    await setImmediate();
  }
  return outputs;
}
