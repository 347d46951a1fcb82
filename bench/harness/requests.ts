import type { Work } from '../networks/workload';

/** What a worker is asked, one JSON object a line. */
export type Request =
  | { readonly ask: 'versions' }
  /** Builds a network and trains it for one epoch, from a standing start. */
  | { readonly ask: 'prepare'; readonly work: Work; readonly data: string }
  /** An epoch's time, the mean of `epochs` after a first one that does not count. */
  | { readonly ask: 'train'; readonly epochs: number }
  /** The time of predicting all windows, the mean of `repeats`. */
  | { readonly ask: 'predict'; readonly repeats: number }
  /** The highest resident memory of training one epoch and scoring all windows; in a new process. */
  | { readonly ask: 'memory'; readonly work: Work; readonly data: string };

/** What a worker answers, one JSON object a line. */
export interface Answer {
  readonly seconds?: number;
  /** Mean over the epoch that `prepare` trains. */
  readonly loss?: number;
  readonly megabytes?: number;
  readonly versions?: Readonly<Record<string, string>>;
  readonly error?: string;
}
