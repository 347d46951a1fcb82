import type { Interval } from '../interval';
import { type BootstrapOptions, drawInterval } from './draw-interval';
import { type Metric, resampledMetric, type Statistic } from './resampled-metric';

/** A difference, how far it would move, and how likely it is by chance. */
export interface PairedBootstrap extends Interval {
  /** Two-sided, in (0, 1]; no lower than 2 / (nResamples + 1). */
  readonly pValue: number;
}

/**
 * How much higher a metric is for one detector than for another on the same samples.
 *
 * Both are given the same resamples, so what makes samples hard for both cancels. `a` beats `b`
 * where `lower` is above 0. Assumptions and options are those of `bootstrapInterval`. The p-value is
 * the share of resamples beyond no difference, twice, counting one more on each side: that of the percentile
 * method, with `bca` too, whose interval can thus exclude 0 where the p-value is not below 1 - `level`, or the other
 * way round.
 *
 * Source: Efron and Tibshirani 1993, An introduction to the bootstrap, section 15.4 and 16.4;
 * Davison and Hinkley 1997, Bootstrap methods and their application, eq. 4.11 for the one more.
 *
 * @throws {RangeError} as `bootstrapInterval`.
 */
export function bootstrapDifference(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  metric: Metric,
  options: BootstrapOptions = {},
): PairedBootstrap {
  const a = resampledMetric(labels, scoresA, metric, 'scoresA');
  const b = resampledMetric(labels, scoresB, metric, 'scoresB');
  const difference: Statistic = {
    of: (drawn) => a.of(drawn) - b.of(drawn),
    without: (left) => a.without(left) - b.without(left),
  };
  const { interval, values } = drawInterval(labels, difference, options);
  const nBelow = values.filter((value) => value <= 0).length;
  const nAbove = values.filter((value) => value >= 0).length;
  const pValue = Math.min(1, (2 * (1 + Math.min(nBelow, nAbove))) / (values.length + 1));
  return { ...interval, pValue };
}
