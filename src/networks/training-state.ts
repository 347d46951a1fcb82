import type { BestState } from './best-weights';
import { read, scope } from './engine';
import type { Network } from './network';
import type { EpochFigures } from './training-history';
import { assignResource, readResource } from './variable';

/** All that the epochs to come depend on, beside the options and the samples. */
export interface TrainingState {
  /** Figures of the epochs done. */
  readonly epochs: readonly EpochFigures[];
  readonly best: BestState;
  /** Weights and Adam's moments, in the order of the network's resources. */
  readonly values: readonly Float32Array[];
}

/** Weights and Adam's moments as they are now. */
export function readValues(network: Network): Float32Array[] {
  network.startTraining();
  return scope(() => network.resources.map(readResource).map(read));
}

/** Puts weights and Adam's moments into a network, in whose order `readValues` gave them. */
export function assignValues(network: Network, values: readonly Float32Array[]): void {
  network.startTraining();
  network.resources.forEach((resource, i) => {
    assignResource(resource, values[i]);
  });
}
