import type { Network, WeightValues } from './network';

/** What is known of the best epoch so far. */
export interface BestState {
  /** The one with the lowest validation loss, or the last one without; -1 before the first. */
  readonly epoch: number;
  /** Its validation loss and weights, where there is such a loss. */
  readonly kept?: { readonly loss: number; readonly weights: WeightValues };
}

/** The weights of the epoch with the lowest validation loss. */
export interface BestWeights {
  readonly state: BestState;
  offer(epoch: number, loss: number | undefined): void;
  /** Puts them back into the network. */
  restore(): void;
}

/** Without a validation loss the last weights are the best that are known, and nothing is copied. */
export function createBestWeights(network: Network, start: BestState = { epoch: -1 }): BestWeights {
  let state = start;
  return {
    get state() {
      return state;
    },
    offer: (epoch, loss) => {
      if (loss === undefined) {
        state = { epoch };
      } else if (!state.kept || loss < state.kept.loss) {
        state = { epoch, kept: { loss, weights: network.readWeights() } };
      }
    },
    restore: () => {
      if (state.kept) network.assignWeights(state.kept.weights);
    },
  };
}
