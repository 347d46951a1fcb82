import { setImmediate } from 'node:timers/promises';
import { scope } from './engine';
import type { Network } from './network';
import type { Objective } from './objective';
import type { Figures } from './training-history';

/** The figures of a network on samples that it does not learn from. */
export async function evaluate(network: Network, objective: Objective): Promise<Figures> {
  const metrics = objective.metrics();
  const indices = Int32Array.from({ length: objective.nSamples }, (_, i) => i);
  for (let start = 0; start < indices.length; start += objective.evaluationBatch) {
    const batch = indices.subarray(start, start + objective.evaluationBatch);
    scope(() => {
      const input = objective.input(batch);
      const output = network.predict(input);
      metrics.add(output, objective.loss(output, input, objective.targets?.(batch)).losses, batch);
    });
    await setImmediate();
  }
  return metrics.result();
}
