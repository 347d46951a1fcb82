import { setImmediate } from 'node:timers/promises';
import { createRandom } from '../random';
import type { Interruption } from './interruption';
import type { Objective } from './objective';
import type { StepOptions, Steps } from './steps';
import type { Figures } from './training-history';

/** Time without a look at the event loop, so that an interrupt is heard. */
const YIELD_MS = 40;

/** What epochs are made of. */
export interface EpochsOf {
  readonly objective: Objective;
  readonly options: StepOptions;
  /** Ends an epoch after the batch. */
  readonly interruption: Interruption;
}

/**
 * A function that trains one epoch after another, each in an order of its own.
 *
 * @param epochsDone whose orders are passed over, so that those to come are as if it had done them.
 */
export function createEpochs(
  steps: Steps,
  { objective, options, interruption }: EpochsOf,
  epochsDone: number,
): () => Promise<Figures> {
  const { seed, batchSize } = options;
  const random = createRandom(seed);
  const all = Array.from({ length: objective.nSamples }, (_, i) => i);
  for (let epoch = 0; epoch < epochsDone; epoch++) random.shuffle(all);
  let yielded = performance.now();
  return async () => {
    const order = Int32Array.from(random.shuffle(all));
    const metrics = objective.metrics();
    for (let start = 0; start < order.length && !interruption.interrupted; start += batchSize) {
      steps.next(order.subarray(start, start + batchSize), metrics);
      if (performance.now() - yielded > YIELD_MS) {
        await setImmediate();
        yielded = performance.now();
      }
    }
    return metrics.result();
  };
}
