import golden from '../../golden/thresholds.json';

/** A tail of scores as SciPy fits it. */
export interface TailCase {
  readonly name: string;
  readonly scores: number[];
  readonly level: number;
  readonly risk: number;
  readonly shape: number;
  readonly scale: number;
  readonly logLikelihood: number;
  readonly threshold: number;
}

export const tailCases: readonly TailCase[] = golden.tails;
export const { ranked: gMeanCases, deviations, discoveries } = golden;
