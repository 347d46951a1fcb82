import { createBestWeights } from './best-weights';
import type { Network } from './network';
import { byEpoch, type EpochFigures, type TrainingHistory } from './training-history';
import { readValues, type TrainingState } from './training-state';

/** How far a training has come. */
export interface TrainingProgress {
  readonly nEpochs: number;
  /** Whether all epochs are done, or too many without a lower validation loss. */
  readonly isOver: boolean;
  /** Takes the figures of the next epoch, and its weights if they are the best so far. */
  add(figures: EpochFigures): void;
  /** All that is needed to go on from here. */
  state(): TrainingState;
  /** Puts the best weights back into the network. */
  end(): TrainingHistory;
}

/** The progress of a training from its start, or from a state that is put into the network. */
export function createProgress(
  network: Network,
  options: { readonly epochs: number; readonly patience: number },
  saved?: TrainingState,
): TrainingProgress {
  const best = createBestWeights(network, saved?.best);
  const epochs = [...(saved?.epochs ?? [])];
  const isStale = () => epochs.length - 1 - best.state.epoch >= options.patience;
  const isOver = () => epochs.length >= options.epochs || isStale();
  const reason = () => {
    if (!isOver()) return 'interrupted';
    return isStale() ? 'noImprovement' : 'finished';
  };
  return {
    get nEpochs() {
      return epochs.length;
    },
    get isOver() {
      return isOver();
    },
    add: (figures) => {
      epochs.push(figures);
      best.offer(epochs.length - 1, figures.validation['loss']);
    },
    state: () => ({ epochs, best: best.state, values: readValues(network) }),
    end: () => {
      best.restore();
      return {
        train: byEpoch(epochs, 'train'),
        validation: byEpoch(epochs, 'validation'),
        bestEpoch: best.state.epoch,
        stopped: reason(),
      };
    },
  };
}
