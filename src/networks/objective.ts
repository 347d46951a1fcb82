import type { Tensor } from './engine';

/** What a network learns from some samples, and how well it does. */
export interface Objective {
  readonly nSamples: number;
  /** The class of each sample, where classes are learned, `[nSamples]`. */
  readonly labels?: Int32Array;
  /** Samples in a batch of which nothing is learned. */
  readonly evaluationBatch: number;
  /** The input of a batch, `[nTimesteps, nBatch, nFeatures]` or `[nBatch, nFeatures]`. */
  input(indices: Int32Array): Tensor;
  /** What is wanted of a batch, where that is not its input. */
  targets?(indices: Int32Array): Tensor;
  /** The loss of each sample of a batch, `[nBatch]`, and the gradient of their mean at the output. */
  loss(output: Tensor, input: Tensor, targets?: Tensor): { losses: Tensor; gradient: Tensor };
  /** Collects figures over the batches of an epoch. */
  metrics(): EpochMetrics;
}

/** Figures over the batches of an epoch. */
export interface EpochMetrics {
  add(output: Tensor, losses: Tensor, indices: Int32Array): void;
  /** Means over the epoch, `loss` first. */
  result(): Record<string, number>;
}
