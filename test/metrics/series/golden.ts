import golden from '../../golden/series-metrics.json';

/** What the authors' packages say of one series. */
export interface SeriesCase {
  readonly name: string;
  readonly labels: number[];
  readonly scores: number[];
  readonly predictions: number[];
  readonly etapr: {
    readonly thetaP: number;
    readonly thetaR: number;
    readonly delta: number;
    readonly eTaP: number;
    readonly eTaR: number;
    readonly f1: number;
    readonly detected: [number, number][];
    readonly correct: [number, number][];
  }[];
  readonly affiliation: {
    readonly precision: number;
    readonly recall: number;
    readonly precisions: (number | null)[];
    readonly recalls: number[];
  };
  readonly pointAdjustedF1: number;
  readonly nab: {
    readonly profile: 'standard' | 'rewardLowFp' | 'rewardLowFn';
    readonly probation: number;
    readonly score: number;
  }[];
  readonly vus: {
    readonly window: number;
    readonly nThresholds: number;
    readonly roc: number;
    readonly pr: number;
  }[];
}

export const seriesCases = golden.cases as unknown as SeriesCase[];
