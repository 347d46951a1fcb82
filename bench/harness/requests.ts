import type { DetectorWork } from '../detectors/workload';
import type { Work } from '../networks/workload';

/** What a worker is asked, one JSON object a line; `W` says what it works on. */
export type Request<W = Work> =
  | { readonly ask: 'versions' }
  /** Makes what is measured, from a standing start: a network is built and trained for one epoch. */
  | { readonly ask: 'prepare'; readonly work: W; readonly data: string }
  /** An epoch's time, the mean of `epochs` after a first one that does not count. */
  | { readonly ask: 'train'; readonly epochs: number }
  /** The time of predicting all windows, or of what a detector's row is named after; the mean of `repeats`. */
  | { readonly ask: 'predict'; readonly repeats: number }
  /** The highest resident memory of training one epoch and scoring all windows; in a new process. */
  | { readonly ask: 'memory'; readonly work: W; readonly data: string };

/** Those that detectors' workers answer. */
export type DetectorRequest = Extract<
  Request<DetectorWork>,
  { readonly ask: 'versions' | 'prepare' | 'predict' }
>;

/** What a worker answers, one JSON object a line. */
export interface Answer {
  readonly seconds?: number;
  /** Mean over the epoch that `prepare` trains. */
  readonly loss?: number;
  /** Of the scores that a detector's row makes, or that what it makes gives. */
  readonly rocAuc?: number;
  readonly megabytes?: number;
  readonly versions?: Readonly<Record<string, string>>;
  readonly error?: string;
}
