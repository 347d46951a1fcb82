import { checkList, checkOptionNames } from '../check-options';
import { meanInterval, pairedDifference } from './mean-interval';
import type { Repeats } from './repeat-over-seeds';

/** What is compared with what. */
export interface BaselineOptions {
  /** Name of the method that the others have to beat. */
  readonly baseline: string;
  /** Which metrics, in which order. Default: all that the baseline has. */
  readonly metrics?: readonly string[];
  /** Share of such intervals that hold the true value, (0, 1). Default 0.95. */
  readonly level?: number;
}

/** One metric of one method over the seeds, beside the baseline's; plain cells for a table. */
export interface ComparisonRow {
  readonly method: string;
  readonly metric: string;
  /** Mean over the seeds. */
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** Mean over the seeds of the method less the baseline; 0 for the baseline. */
  readonly difference: number;
  readonly differenceLower: number;
  readonly differenceUpper: number;
  /** Whether the whole interval of the difference is above 0. */
  readonly beatsBaseline: boolean;
}

/**
 * The table of methods with intervals over seeds, and which of them beat the baseline.
 *
 * Every metric must be one of which higher is better. Differences are taken seed by seed. Each row
 * stands alone: of rows without a true difference, one in 40 claims a win at level 0.95.
 *
 * @returns the rows of one metric after those of another; methods in the order of the runs.
 * @throws {RangeError} if the baseline, a metric or an option is unknown, or the level is out of range.
 */
export function compareWithBaseline(repeats: Repeats, options: BaselineOptions): ComparisonRow[] {
  checkOptionNames(options, ['baseline', 'metrics', 'level']);
  const { baseline, level = 0.95 } = options;
  const methods = Object.keys(repeats?.values ?? {});
  if (!methods.includes(baseline)) {
    throw new RangeError(`baseline must be one of ${methods.join(', ')}, got ${baseline}`);
  }
  const known = Object.keys(repeats.values[baseline]);
  const { metrics = known } = options;
  checkList('metrics', metrics);
  return metrics.flatMap((metric) => {
    if (!known.includes(metric)) {
      throw new RangeError(`metric must be one of ${known.join(', ')}, got ${metric}`);
    }
    const reference = repeats.values[baseline][metric];
    const compared = methods.filter((method) => Object.hasOwn(repeats.values[method], metric));
    return compared.map((method) =>
      rowOf(method, metric, repeats.values[method][metric], reference, level),
    );
  });
}

function rowOf(
  method: string,
  metric: string,
  values: readonly number[],
  reference: readonly number[],
  level: number,
): ComparisonRow {
  const { estimate: mean, lower, upper } = meanInterval(values, { level });
  const gain = pairedDifference(values, reference, { level });
  return {
    method,
    metric,
    mean,
    lower,
    upper,
    difference: gain.estimate,
    differenceLower: gain.lower,
    differenceUpper: gain.upper,
    beatsBaseline: gain.lower > 0,
  };
}
