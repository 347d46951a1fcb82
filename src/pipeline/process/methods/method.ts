import type { ProcessRecording } from '../../../data/process/recording';
import type { FitOptions } from '../../../detectors/detector';
import type { RecordingSplit } from '../prepare/split-recordings';

/** What a method learns from, and how much of it. */
export interface ProcessTraining extends RecordingSplit {
  readonly seed: number;
  /** Of the networks. */
  readonly epochs: number;
  /** Windows that networks train on at most; the stride follows. */
  readonly trainWindows: number;
  /** Samples in a window. */
  readonly length: number;
  /** Samples from one window that is scored to the next. */
  readonly testStride: number;
  /** One sample in so many is what methods of single samples learn from. */
  readonly fitStride: number;
  /** Of the networks: what is called after each epoch, and folders. */
  readonly fitOptions?: Omit<FitOptions<never>, 'validation'>;
}

/** A way to score recordings, or several that share what they learn. */
export interface ProcessMethod {
  readonly name: string;
  /** Learns what is normal. */
  fit(training: ProcessTraining): Promise<FittedProcessMethod>;
}

/** A method that has learned. */
export interface FittedProcessMethod {
  /**
   * Scores every sample of a recording, by the name of the variant; higher is more anomalous.
   *
   * @returns lists of shape `[nSamples]`.
   */
  score(recording: ProcessRecording): Promise<Readonly<Record<string, Float64Array>>>;
  dispose(): void;
}

/** Seconds, at HAI's pace, over which the scores of single samples are averaged: as long as the window of the networks. */
export const SMOOTHED_SAMPLES = 100;
