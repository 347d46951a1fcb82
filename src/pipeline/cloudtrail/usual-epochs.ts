/** Windows of a training step. */
export const BATCH_SIZE = 128;

const MAX_EPOCHS = 60;
const MAX_STEPS = 12_000;

/**
 * How often a network passes over its windows: 60 times, of more than 25,600 windows less often, so that it makes some
 * 12,000 steps however large the log is.
 */
export function usualEpochs(nWindows: number): number {
  const epochs = Math.round((MAX_STEPS * BATCH_SIZE) / nWindows);
  return Math.min(Math.max(epochs, 1), MAX_EPOCHS);
}
