/** Precision and recall of flags on a series, each in [0, 1], and their harmonic mean. */
export interface SeriesScores {
  /** How much of what was flagged is right; 0 where nothing is flagged. */
  readonly precision: number;
  /** How much of the events was found. */
  readonly recall: number;
  /** Harmonic mean of both; 0 where both are. */
  readonly f1: number;
}

/** Precision and recall with their harmonic mean. */
export function seriesScores(precision: number, recall: number): SeriesScores {
  return { precision, recall, f1: harmonicMean(precision, recall) };
}

/** Harmonic mean of two figures of at least 0; 0 where both are. */
export function harmonicMean(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
