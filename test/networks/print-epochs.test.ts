import { describe, expect, it } from 'vitest';
import { printEpochs } from '../../src/networks/print-epochs';

const HISTORY = {
  train: { loss: [0.5, 0.4, 0.3] },
  validation: { loss: [0.6, 0.45, 0.5] },
  bestEpoch: 1,
  stopped: 'finished' as const,
};

function printed(work: (printer: ReturnType<typeof printEpochs>) => void): string {
  let text = '';
  let time = 0;
  const stream = { write: (part: string) => (text += part) };
  work(printEpochs('LSTM', stream, () => (time += 2000)));
  return text;
}

describe('printEpochs', () => {
  it('shows the epoch, its losses and the time left, over and over in one line', () => {
    const logs = { loss: 0.51234, accuracy: 0.9, 'validation.loss': 0.6 };
    const text = printed(({ onEpoch }) => onEpoch(0, logs, 30));
    expect(text.trimEnd()).toBe(
      '\rLSTM: epoch 1 of 30, loss 0.5123, validation loss 0.6000, at most 58 s left',
    );
  });

  it('ends with what was kept, and no time', () => {
    const text = printed(({ onEnd }) => onEnd(HISTORY));
    expect(text).toMatch(
      /^\rLSTM: 3 epochs, weights of epoch 2 kept \(validation loss 0\.4500\) *\n$/,
    );
  });

  it('says so where nothing was trained or training was interrupted', () => {
    const none = { train: {}, validation: {}, bestEpoch: -1 };
    const ends = (stopped: 'finished' | 'interrupted') =>
      printed(({ onEnd }) => onEnd({ ...none, stopped })).trim();
    expect(ends('finished')).toBe('LSTM: untrained');
    expect(ends('interrupted')).toBe('LSTM: interrupted, untrained');
    expect(printed(({ onEnd }) => onEnd({ ...HISTORY, stopped: 'interrupted' }))).toContain(
      '), interrupted',
    );
  });
});
