import { checkInteger, checkLevel, checkOptionNames } from '../../check-options';
import { quantileOfSorted } from '../../features/quantile';
import { createRandom } from '../../random';
import type { Interval } from '../interval';
import { bcaShares } from './bca';
import type { Statistic } from './resampled-metric';
import { createResampler, type ResampleOptions } from './resampler';

/** How an interval is drawn. */
export interface BootstrapOptions extends ResampleOptions {
  /** Resamples drawn, at least 1. Default 1000. */
  readonly nResamples?: number;
  /** Share of resamples inside the interval, (0, 1). Default 0.95. */
  readonly level?: number;
  /**
   * `percentile`, or `bca`, which corrects for bias and skew and costs a jackknife more; not with
   * blocks. Default `percentile`.
   */
  readonly method?: 'percentile' | 'bca';
  /** Default 0. */
  readonly seed?: number;
}

/** An interval and what it was drawn from. */
export interface DrawnInterval {
  readonly interval: Interval;
  /** The statistic of each resample, ascending, shape `[nResamples]`. */
  readonly values: Float64Array;
}

const OPTION_NAMES = ['nResamples', 'level', 'method', 'seed', 'stratified', 'blockLength'];

/**
 * Draws resamples and keeps the middle of a statistic's values.
 *
 * @param labels - Of both classes, shape `[nSamples]`.
 * @throws {RangeError} if an option is unknown or out of range, or the statistic of a resample is no finite number.
 */
export function drawInterval(
  labels: ArrayLike<number>,
  statistic: Statistic,
  options: BootstrapOptions,
): DrawnInterval {
  checkOptions(options);
  const { nResamples = 1000, level = 0.95, method = 'percentile', seed = 0 } = options;
  const draw = createResampler(labels, options, createRandom(seed));
  const values = new Float64Array(nResamples);
  for (let i = 0; i < nResamples; i++) values[i] = statistic.of(draw());
  values.sort();
  const estimate = statistic.of(Int32Array.from(labels, (_, i) => i));
  const [low, high] =
    method === 'bca'
      ? bcaShares(labels, statistic, estimate, values, level)
      : [(1 - level) / 2, (1 + level) / 2];
  const lower = quantileOfSorted(values, low);
  const upper = quantileOfSorted(values, high);
  return { interval: { estimate, lower, upper, level }, values };
}

function checkOptions(options: BootstrapOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { nResamples = 1000, level = 0.95, method = 'percentile', blockLength = 1 } = options;
  checkInteger('nResamples', nResamples, 1);
  checkLevel(level);
  if (method !== 'percentile' && method !== 'bca') {
    throw new RangeError(`method must be percentile or bca, got ${method}`);
  }
  if (method === 'bca' && blockLength > 1) {
    throw new RangeError('method must be percentile with blocks, got bca');
  }
}
