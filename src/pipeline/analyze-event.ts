import { rowOcclusion } from '../explain/row-occlusion';
import { topContributions } from '../explain/top-contributions';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { cellOf, type Row } from './columns';
import type { FittedPipeline } from './fitted-pipeline';

/** What is said of one event. */
export interface EventAnalysis {
  /** Whether it scores at or above the pipeline's threshold. */
  readonly isAnomaly: boolean;
  /**
   * A classifier's probability. Of a detector without probabilities the share of calibration scores
   * below the event's: a rank and no probability, which half of all usual events have above 0.5.
   */
  readonly anomalyProbability: number;
  readonly riskLevel: RiskLevel;
  /** Columns that add most to the score, highest first; none that add nothing. */
  readonly topFeatures: readonly TopFeature[];
}

/** Bands of `anomalyProbability`. */
export type RiskLevel = 'low' | 'medium' | 'high';

/** A column that makes an event more anomalous. */
export interface TopFeature {
  readonly feature: string;
  /** The event's own value. */
  readonly value: unknown;
  /** The reference row's value. */
  readonly typical: unknown;
  /** The score that it adds over the reference value. */
  readonly importance: number;
}

/** What an event is compared with. */
export interface AnalyzeEventOptions {
  /** A usual row, such as `typicalRow` gives of the training rows. */
  readonly reference: Row;
  /** Top features at most, at least 0. Default 5. */
  readonly nTop?: number;
}

/**
 * Says whether the last row is an anomaly, how likely, and which columns make it one.
 *
 * Source: seed 000, section 8 (`analyze_event`), with attribution in place of attention, which says
 * nothing about features where an event is one token.
 *
 * @param rows the event last, the earlier ones its history.
 * @throws {RangeError | TypeError} if there are no rows, they do not fit the pipeline, the reference
 * is missing or lacks a column, or `nTop` is not a count.
 */
export async function analyzeEvent(
  fitted: FittedPipeline<Matrix | Windows>,
  rows: readonly Row[],
  options: AnalyzeEventOptions,
): Promise<EventAnalysis> {
  const { reference, nTop = 5 } = checkOptions(options);
  if (!Number.isInteger(nTop) || nTop < 0) {
    throw new RangeError(`nTop must be an integer of at least 0, got ${nTop}`);
  }
  const { numeric, encoders } = fitted.state.columns;
  const columns = [...numeric, ...Object.keys(encoders)];
  const scoreLast = (all: readonly Row[]) => fitted.score(all.slice(-1), all.slice(0, -1));
  const importances = await rowOcclusion(scoreLast, rows, columns, reference);
  const [score] = await scoreLast(rows);
  const last = rows.length - 1;
  const valuesOf = (row: Row) => columns.map((column) => cellOf(row, column, last));
  const anomalyProbability = probabilityOf(fitted, score);
  return {
    isAnomaly: score >= fitted.threshold,
    anomalyProbability,
    riskLevel: riskLevelOf(anomalyProbability),
    topFeatures: topContributions(columns, importances, valuesOf(rows[last]), valuesOf(reference))
      .filter(({ contribution }) => contribution > 0)
      .slice(0, nTop)
      .map(({ feature, actual: value, typical, contribution: importance }) => {
        return { feature, value, typical, importance };
      }),
  };
}

function checkOptions(options: AnalyzeEventOptions | undefined): AnalyzeEventOptions {
  const reference: unknown = options?.reference;
  if (options && typeof reference === 'object' && reference !== null) return options;
  const got = reference === undefined ? 'nothing' : String(reference);
  throw new TypeError(
    `options.reference must be a usual row to compare with, as typicalRow gives, got ${got}`,
  );
}

/** A classifier's score is 1 minus the probability of class 0. */
function probabilityOf(
  { detector, calibrationScores }: FittedPipeline<Matrix | Windows>,
  score: number,
) {
  if ('predictProbabilities' in detector) return score;
  return calibrationScores.filter((other) => other < score).length / calibrationScores.length;
}

/** Source: seed 003's bands, 0 to 0.3, 0.3 to 0.7, 0.7 to 1; seed 000 names none. */
function riskLevelOf(probability: number): RiskLevel {
  if (probability < 0.3) return 'low';
  return probability < 0.7 ? 'medium' : 'high';
}
