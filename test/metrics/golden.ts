import golden from '../golden/metrics.json';

/** A curve as three lists. */
type Curve = [number[], number[], number[]];

/** Two lists of errors and one of thresholds, null for Infinity. */
type DetPoints = [number[], number[], (number | null)[]];

/** What scikit-learn says of one set of labels and scores. */
export interface RankedCase {
  readonly name: string;
  readonly labels: number[];
  readonly scores: number[];
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly roc: Curve;
  readonly rocFull: Curve;
  readonly precisionRecall: Curve;
  readonly precisionRecallShort: Curve;
  readonly det: DetPoints;
  readonly detShort: DetPoints;
  readonly partialRocAuc: [number, number][];
  readonly recallAtRate: [number, number][];
  readonly quantiles: [number, number][];
}

/** What scikit-learn says of one set of labels and predictions. */
export interface PredictedCase {
  readonly name: string;
  readonly labels: number[];
  readonly predictions: number[];
  readonly names: string[] | null;
  readonly counts: number[][];
  readonly text: Record<string, string>;
  readonly binary?: Record<string, number>;
}

/** What scikit-learn says of one set of labels and probabilities. */
export interface ProbableCase {
  readonly name: string;
  readonly labels: number[];
  readonly probabilities: number[];
  readonly brierScore: number;
  readonly logLoss: number;
  readonly calibration: {
    readonly nBins: number;
    readonly strategy: 'uniform' | 'quantile';
    /** Shares of anomalies, mean probabilities. */
    readonly points: [number[], number[]];
  }[];
}

export const rankedCases = golden.ranked as unknown as RankedCase[];
export const predictedCases = golden.predicted as unknown as PredictedCase[];
export const probableCases = golden.probable as unknown as ProbableCase[];
export const topKCase = golden.topK;

/** Infinity where the lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(actual[i] - value)), 0);
}
