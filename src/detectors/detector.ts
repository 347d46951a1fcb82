import type { Matrix } from '../matrix';
import type { TrainingHistory } from '../networks/training-history';

/** Hyperparameters with defaults filled in: plain JSON, so that a run can be repeated. */
export type Params = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** What a fit may use beyond the training samples. Never a hyperparameter. */
export interface FitOptions<Samples = Matrix> {
  /** Held-out samples (and labels, where the detector learns from labels) that decide when to stop. */
  readonly validation?: { readonly samples: Samples; readonly labels?: Int32Array };
  /** Called after each epoch with its number from 0, its figures, and the most epochs there will be. */
  readonly onEpoch?: (
    epoch: number,
    logs: Readonly<Record<string, number>>,
    epochs: number,
  ) => void;
  /** Called once, when training is over. */
  readonly onEnd?: (history: TrainingHistory) => void;
  /** Stops cleanly, keeping the best weights so far. */
  readonly signal?: AbortSignal;
  /**
   * Folder for the state after each epoch. A fit with the same params and samples goes on from it, to the
   * same weights as an unbroken one; it refuses that of another. Only networks use it.
   */
  readonly checkpointDirectory?: string;
  /** Folder for TensorBoard logs, by epoch. Only networks use it. */
  readonly logDirectory?: string;
}

/** An unfitted detector of anomalies. */
export interface Detector<
  Samples = Matrix,
  Fitted extends FittedDetector<Samples> = FittedDetector<Samples>,
> {
  readonly name: string;
  readonly params: Params;
  /** Learns what is normal. The same params and samples give the same model. */
  fit(train: Samples, options?: FitOptions<Samples>): Promise<Fitted>;
}

/** An unfitted detector that learns from labels, too. */
export interface SupervisedDetector<
  Samples = Matrix,
  Fitted extends FittedClassifier<Samples> = FittedClassifier<Samples>,
> {
  readonly name: string;
  readonly params: Params;
  /** Tells it from a `Detector` where data decide which of the two comes. */
  readonly learnsFromLabels: true;
  /**
   * Learns from labelled samples.
   *
   * @param labels class indices, 0 is normal, shape `[nSamples]`.
   */
  fit(train: Samples, labels: Int32Array, options?: FitOptions<Samples>): Promise<Fitted>;
}

/** A detector that has learned. */
export interface FittedDetector<Samples = Matrix> {
  readonly name: string;
  readonly params: Params;
  /**
   * Scores samples.
   *
   * @returns one score a sample, shape `[nSamples]`; higher is more anomalous.
   * @throws {RangeError} if the width is not the training samples', or a value is not finite.
   */
  score(samples: Samples): Promise<Float32Array>;
  /** Writes `detector.json` and any weights into the folder, for `loadDetector`. */
  save(directory: string): Promise<void>;
  /** Frees tensors; does nothing where there are none. */
  dispose(): void;
}

/** A detector that has learned classes. */
export interface FittedClassifier<Samples = Matrix> extends FittedDetector<Samples> {
  /**
   * The probability of each class.
   *
   * @returns shape `[nSamples, nClasses]`, rows sum to 1; the score is 1 minus the probability of class 0.
   */
  predictProbabilities(samples: Samples): Promise<Matrix>;
  readonly history: TrainingHistory;
}
