/** Metrics of one part of the samples by epoch: `loss`, `accuracy`, `precision`, `recall`. */
export type MetricsByEpoch = Readonly<Record<string, readonly number[]>>;

/** How a training went: plain JSON, saved with the model. */
export interface TrainingHistory {
  /** Metrics over each epoch's training batches, as the weights were then; by name and epoch. */
  readonly train: MetricsByEpoch;
  /** Metrics of the validation part after each epoch; empty where there is none. */
  readonly validation: MetricsByEpoch;
  /** Epoch whose weights were kept, from 0; -1 where none was finished. */
  readonly bestEpoch: number;
  /** Why it ended: all epochs done, no improvement for a while, or a signal. */
  readonly stopped: 'finished' | 'noImprovement' | 'interrupted';
}

/** Metrics of one part of the samples, by name. */
export type Figures = Readonly<Record<string, number>>;

/** Metrics of both parts in one epoch; those of the validation part empty where there is none. */
export interface EpochFigures {
  readonly train: Figures;
  readonly validation: Figures;
}

/** The metrics of a part by name and epoch, from those of each epoch. */
export function byEpoch(epochs: readonly EpochFigures[], part: keyof EpochFigures): MetricsByEpoch {
  const names = Object.keys(epochs[0]?.[part] ?? {});
  return Object.fromEntries(names.map((name) => [name, epochs.map((each) => each[part][name])]));
}
