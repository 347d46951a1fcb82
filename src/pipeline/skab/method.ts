import type { Matrix } from '../../matrix';

/** A way to score the rows of an experiment. */
export interface SkabMethod {
  readonly name: string;
  /** Whether chance plays a part, so that figures are means over seeds. */
  readonly random: boolean;
  /** Learns what is normal from the first 400 rows, scaled. */
  fit(train: Matrix, seed: number): Promise<SkabScorer>;
}

/** A method that has learned from one experiment. */
export interface SkabScorer {
  /**
   * Scores all rows in order of time; a score knows its row and those before.
   *
   * @param smoothing rows that samples or scores are smoothed over, at least 1.
   * @returns shape `[nSamples]`; higher is more anomalous.
   */
  score(samples: Matrix, smoothing: number): Promise<Float64Array>;
  dispose(): void;
}
