import { checkLevel, checkOptionNames } from '../../check-options';
import { quantileOfSorted } from '../../features/quantile';
import { checkFinite, checkScores } from '../../metrics/check';
import { fitGeneralizedPareto, type GeneralizedPareto } from './generalized-pareto';

/** How far into the tail a threshold lies. */
export interface PotOptions {
  /** Share of samples that shall exceed the threshold, (0, 1 - level). Default 0.001. */
  readonly risk?: number;
  /** Quantile of the scores above which the tail begins, (0, 1). Default 0.98. */
  readonly level?: number;
}

/** The tail of scores: where it begins, and what lies beyond. */
export interface Tail {
  /** Where the tail begins: the score at the quantile `level`. */
  readonly start: number;
  /** Distances of the scores above `start` from it, shape `[nExcesses]`. */
  readonly excesses: Float64Array;
}

/** Fewer excesses say nothing of a tail. */
const MIN_EXCESSES = 10;

/**
 * The score that a share `risk` of the samples will exceed, by peaks over threshold.
 *
 * Extrapolates: with 10,000 validation samples a risk of 1e-6 has a threshold, where a quantile has
 * none. Assumes that the samples are normal, independent, and that the excesses over the quantile
 * `level` follow a generalized Pareto distribution, as those of most distributions do far enough
 * out. Neighbouring windows of a series exceed in runs, which makes the fit less sure than it
 * looks. Anomalies among the samples make the tail heavy and the threshold high.
 *
 * Source: Siffer et al. 2017, Anomaly detection in streams with extreme value theory, eq. 1 and
 * algorithm 1; the fit is Grimshaw's.
 *
 * @throws {RangeError} if an option is unknown or out of range, a score is not finite, fewer than 10
 * scores lie above the quantile `level`, or the threshold overflows.
 */
export function potThreshold(scores: ArrayLike<number>, options: PotOptions = {}): number {
  const { risk, level } = checkPotOptions(options);
  checkScores(scores);
  const { start, excesses } = tailOf(scores, level);
  return tailQuantile(
    start,
    fitGeneralizedPareto(excesses),
    (risk * scores.length) / excesses.length,
  );
}

/**
 * Fills in defaults.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function checkPotOptions(options: PotOptions): Required<PotOptions> {
  checkOptionNames(options, ['risk', 'level']);
  const { risk = 0.001, level = 0.98 } = options;
  checkLevel(level);
  if (!(Number.isFinite(risk) && risk > 0 && risk < 1 - level)) {
    throw new RangeError(`risk must be in (0, 1 - level), below ${1 - level}, got ${risk}`);
  }
  return { risk, level };
}

/**
 * Cuts the tail off.
 *
 * @throws {RangeError} if fewer than 10 scores lie above the quantile.
 */
export function tailOf(scores: ArrayLike<number>, level: number): Tail {
  const sorted = new Float64Array(scores).sort();
  const start = quantileOfSorted(sorted, level);
  const excesses = sorted.filter((score) => score > start).map((score) => score - start);
  if (excesses.length < MIN_EXCESSES) {
    throw new RangeError(
      `scores must have at least ${MIN_EXCESSES} above their quantile ${level}, got ${excesses.length} of ${scores.length}`,
    );
  }
  return { start, excesses };
}

/**
 * The score that a share of all excesses goes beyond.
 *
 * @param share - The risk times the samples seen over the excesses among them.
 * @returns at least `start`.
 * @throws {RangeError} if it overflows.
 */
export function tailQuantile(start: number, tail: GeneralizedPareto, share: number): number {
  const { shape, scale } = tail;
  const depth = -Math.log(Math.min(share, 1)); // tied scores can make excesses fewer than the risk
  const beyond = shape === 0 ? scale * depth : (scale * Math.expm1(shape * depth)) / shape;
  return checkFinite(start + beyond, 'threshold');
}
