import type { Network, WeightValues } from './network';

/** The weights of the epoch with the lowest validation loss. */
export interface BestWeights {
  /** That epoch, or the last one offered without a loss; -1 before the first. */
  readonly epoch: number;
  offer(epoch: number, loss: number | undefined): void;
  /** Puts them back into the network. */
  restore(): void;
}

/** Without a validation loss the last weights are the best that are known, and nothing is copied. */
export function createBestWeights(network: Network): BestWeights {
  let best: { loss: number; weights: WeightValues } | undefined;
  let bestEpoch = -1;
  return {
    get epoch() {
      return bestEpoch;
    },
    offer: (epoch, loss) => {
      if (loss === undefined) {
        bestEpoch = epoch;
      } else if (!best || loss < best.loss) {
        bestEpoch = epoch;
        best = { loss, weights: network.readWeights() };
      }
    },
    restore: () => {
      if (best) network.assignWeights(best.weights);
    },
  };
}
