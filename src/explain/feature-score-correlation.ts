import { midranks } from '../evaluate/significance/midranks';
import { columnOf } from '../features/column';
import { meanOf } from '../features/mean';
import { checkSamples, type Matrix } from '../matrix';
import { checkScores } from '../metrics/check';

/** How each feature moves with the scores, in [-1, 1]; each of shape `[nFeatures]`. */
export interface FeatureScoreCorrelation {
  /** Along a straight line. */
  readonly pearson: Float64Array;
  /** Along any rising or falling line: Pearson's of the ranks, ties sharing their mean rank. */
  readonly spearman: Float64Array;
}

/**
 * Correlation of each feature with a detector's scores, over all samples.
 *
 * Quick, and a description rather than an explanation: it misses features that score high at both
 * ends, those that matter only together, and credits what merely goes along with a cause. The
 * WHIS experiment sorts features by the absolute value of Pearson's. A constant feature has 0 with
 * everything, as has every feature where all scores are equal.
 * Source: seed 002, section 5; Spearman 1904.
 *
 * @throws {RangeError} if there is not a score for each sample, or a value is not finite.
 * @example
 * const { pearson } = featureScoreCorrelation(samples, await fitted.score(samples));
 */
export function featureScoreCorrelation(
  samples: Matrix,
  scores: ArrayLike<number>,
): FeatureScoreCorrelation {
  checkSamples(samples);
  checkScores(scores);
  if (scores.length !== samples.nSamples) {
    throw new RangeError(`scores must be ${samples.nSamples} as samples, got ${scores.length}`);
  }
  const values = standardise(Float64Array.from(scores));
  const ranks = standardise(midranks(scores));
  const pearson = new Float64Array(samples.nFeatures);
  const spearman = new Float64Array(samples.nFeatures);
  for (let j = 0; j < samples.nFeatures; j++) {
    const column = columnOf(samples, j);
    pearson[j] = cosine(standardise(column), values);
    spearman[j] = cosine(standardise(midranks(column)), ranks);
  }
  return { pearson, spearman };
}

/** Centred, of length 1; zeros where all are equal. Scaled first, so that squares stay finite. */
function standardise(values: Float64Array): Float64Array {
  if (values.every((value) => value === values[0])) return new Float64Array(values.length);
  const scaled = divided(values, largest(values));
  const mean = meanOf(scaled);
  const centred = scaled.map((value) => value - mean);
  const even = divided(centred, largest(centred));
  return divided(even, Math.sqrt(product(even, even)));
}

function divided(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value / by);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Of vectors of length 1; rounding may lead beyond 1. */
function cosine(a: Float64Array, b: Float64Array): number {
  return Math.max(-1, Math.min(1, product(a, b)));
}
