import { formatSeconds, type ProgressStream } from '../data/progress';
import type { TrainingHistory } from './training-history';

/** What follows a training: called after each epoch and at its end. */
export interface EpochPrinter {
  /** Writes the line anew, at most five times a second. */
  readonly onEpoch: (epoch: number, logs: Readonly<Record<string, number>>, epochs: number) => void;
  /** Writes what was kept, and ends the line. */
  readonly onEnd: (history: TrainingHistory) => void;
}

const REDRAW_MS = 200;

/**
 * Prints how a training goes in one line that is written over: epoch, losses, time left at most.
 *
 * The line that stays holds no times, so that a notebook run again prints the same.
 *
 * @param now gives epoch ms; for tests.
 * @example
 * await lstmClassifier().fit(windows, labels, printEpochs('LSTM'));
 */
export function printEpochs(
  name: string,
  stream: ProgressStream = process.stdout,
  now: () => number = Date.now,
): EpochPrinter {
  const start = now();
  let drawn = start;
  return {
    onEpoch: (epoch, logs, epochs) => {
      const time = now();
      if (time - drawn < REDRAW_MS) return;
      drawn = time;
      const done = epoch + 1;
      const secondsLeft = ((time - start) / 1000 / done) * (epochs - done);
      const losses = ['loss', 'validation.loss'].filter((key) => key in logs);
      const figures = losses.map((key) => `${key.replace('.', ' ')} ${logs[key].toFixed(4)}`);
      const left = `at most ${formatSeconds(secondsLeft)} left`;
      stream.write(
        overwrite(`${name}: epoch ${done} of ${epochs}, ${figures.join(', ')}, ${left}`),
      );
    },
    onEnd: (history) => stream.write(`${overwrite(`${name}: ${summaryOf(history)}`)}\n`),
  };
}

/** Spaces cover the rest of a longer line: not every notebook knows terminal codes. */
function overwrite(line: string): string {
  return `\r${line.padEnd(100)}`;
}

function summaryOf({ train, validation, bestEpoch, stopped }: TrainingHistory): string {
  const nEpochs = train['loss']?.length ?? 0;
  if (nEpochs === 0) return stopped === 'interrupted' ? 'interrupted, untrained' : 'untrained';
  const kept = `${nEpochs} epochs, weights of epoch ${bestEpoch + 1} kept`;
  const loss = (validation['loss'] ?? train['loss'])[bestEpoch];
  const part = validation['loss'] ? 'validation loss' : 'loss';
  return `${kept} (${part} ${loss.toFixed(4)})${stopped === 'interrupted' ? ', interrupted' : ''}`;
}
