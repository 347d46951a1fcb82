/** How the step size of Adam changes over a training. */
export interface LearningRateOptions {
  /** The step size, or the highest one where it changes. */
  readonly learningRate: number;
  /** `cosine` falls along half a cosine to 0 at the last step. Default `constant`. */
  readonly schedule?: (typeof SCHEDULES)[number];
  /** Steps over which it first rises in a line from 0. Default 0. */
  readonly warmupSteps?: number;
}

/** Ways for the learning rate to go. */
export const SCHEDULES = ['constant', 'cosine'] as const;

/**
 * The learning rate of a step.
 *
 * With rate r, W steps of warm-up and N steps in all, step t, from 0, has r·t/W up to W, and then r, or
 * r·½(1 + cos(π·(t − W)/(N − W))) with a cosine.
 * Source: Loshchilov and Hutter 2017, eq. 5, without restarts, to 0; the warm-up as Keras's `CosineDecay`.
 */
export function learningRateAt(
  step: number,
  nSteps: number,
  { learningRate, schedule = 'constant', warmupSteps = 0 }: LearningRateOptions,
): number {
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  if (schedule === 'constant') return learningRate;
  const done = (step - warmupSteps) / (nSteps - warmupSteps);
  return (learningRate * (1 + Math.cos(Math.PI * done))) / 2;
}
