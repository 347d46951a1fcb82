import type { Interval } from '../interval';
import { type BootstrapOptions, drawInterval } from './draw-interval';
import { type Metric, resampledMetric } from './resampled-metric';

/**
 * Bootstrap interval of a metric: samples are drawn anew with replacement, and the middle `level` of
 * the metric's values is kept.
 *
 * Labels and scores are drawn as pairs and, unless `stratified`, not by class, so the number of
 * anomalies varies as it would in new data. A resample of one class only is drawn again, since ROC
 * AUC has no value there; with a handful of anomalies that, and the percentile method itself, makes
 * the interval too narrow. Samples must be independent: neighbouring windows of one series are not,
 * and need a `blockLength` well beyond the series' memory and its longest anomaly, with many blocks.
 *
 * `rocAuc` and `averagePrecision` are ranked once and then only counted.
 *
 * Source: Efron 1979; Efron and Tibshirani 1993, An introduction to the bootstrap, section 13.3 for
 * percentiles and 14.3 for `bca`.
 *
 * @param metric - For example `rocAuc`.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing (or has fewer than
 * 2 samples with `bca`), a score is not finite, an option is unknown or out of range, or the metric of a resample is
 * no finite number.
 */
export function bootstrapInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  metric: Metric,
  options: BootstrapOptions = {},
): Interval {
  return drawInterval(labels, resampledMetric(labels, scores, metric, 'scores'), options).interval;
}
