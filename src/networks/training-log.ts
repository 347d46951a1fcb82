import { join } from 'node:path';
import { createEventWriter } from './event-writer';
import type { EpochFigures } from './training-history';

/** What TensorBoard shows of a training. */
export interface TrainingLog {
  /** Writes an epoch's figures, and the learning rate of its last step. */
  write(epoch: number, figures: EpochFigures): void;
  dispose(): void;
}

/**
 * Logs a training for `tensorboard --logdir DIRECTORY`, in the folders `train` and `validation`.
 *
 * Steps are epochs from 0, and the folders Keras's; figures of both parts share a chart. A training
 * that goes on adds a file.
 *
 * @param rateAfter gives the learning rate of the last step of so many epochs.
 * @throws {Error} if the folder cannot be written.
 */
export function createTrainingLog(
  directory: string,
  rateAfter: (nEpochs: number) => number,
  hasValidation: boolean,
): TrainingLog {
  const train = createEventWriter(join(directory, 'train'));
  const validation = hasValidation ? createEventWriter(join(directory, 'validation')) : undefined;
  return {
    write: (epoch, figures) => {
      train.write(epoch, { ...figures.train, learningRate: rateAfter(epoch + 1) });
      validation?.write(epoch, figures.validation);
    },
    dispose: () => {
      train.dispose();
      validation?.dispose();
    },
  };
}
