import type { DetectorWork } from '../detectors/workload';
import type { Work } from '../networks/workload';

/** What both kinds of worker are asked, one JSON object a line; `W` says what it works on. */
type AnyRequest<W> =
  | { readonly ask: 'versions' }
  /** Makes what is measured, from a standing start: a network is built and trained for one epoch. */
  | { readonly ask: 'prepare'; readonly work: W; readonly data: string };

/** What a worker with networks is asked. */
export type Request =
  | AnyRequest<Work>
  /** An epoch's time, the mean of `epochs` after a first one that does not count. */
  | { readonly ask: 'train'; readonly epochs: number }
  /** The time of predicting all windows, the mean of `repeats`. */
  | { readonly ask: 'predict'; readonly repeats: number }
  /** The highest resident memory of training one epoch and scoring all windows; in a new process. */
  | { readonly ask: 'memory'; readonly work: Work; readonly data: string };

/** What a worker with detectors is asked. */
export type DetectorRequest =
  | AnyRequest<DetectorWork>
  /** The time of what its row is named after, the mean of `repeats`. */
  | { readonly ask: 'repeat'; readonly repeats: number };

/** What a worker with a log is asked. */
export type LogRequest =
  | { readonly ask: 'versions' }
  /** Names the log, and makes its features once. */
  | { readonly ask: 'prepare'; readonly data: string }
  /** The time from the log on the disk to its features, the mean of `repeats`. */
  | { readonly ask: 'repeat'; readonly repeats: number };

/** What a worker answers, one JSON object a line. */
export interface Answer {
  readonly seconds?: number;
  /** Mean over the epoch that `prepare` trains. */
  readonly loss?: number;
  /** Of the scores that a detector's row makes, or that what it makes gives. */
  readonly rocAuc?: number;
  /** Of all features. */
  readonly mean?: number;
  readonly megabytes?: number;
  readonly versions?: Readonly<Record<string, string>>;
  readonly error?: string;
}
