/** A figure and how far it would move with other samples. */
export interface Interval {
  /** The metric of all samples. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}
