import { meanOf } from '../../features/mean';
import type { Interval } from '../interval';
import { repeatedSplitInterval } from '../repeated-split-interval';
import type { ComparedRun, RunResult } from './compared-run';

/** One metric of one detector on one set, over the seeds: plain cells for a table. */
export interface ComparedRow {
  readonly set: string;
  readonly detector: string;
  readonly metric: string;
  /**
   * Mean over the seeds that did not fail; with its interval undefined where all failed. An interval over splits is
   * symmetric round the mean, so near the end of a metric's range it may reach beyond, as above 1.
   */
  readonly mean: number | undefined;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  /** Seeds that did not fail. */
  readonly nRuns: number;
  /** Means over the seeds. */
  readonly fitSeconds: number | undefined;
  readonly scoreSeconds: number | undefined;
  /** Why the first failure of a seed came, if one did. */
  readonly error: string | undefined;
}

/**
 * Sums up the runs of one detector on one set.
 *
 * @param runs - One a seed, at least one.
 * @param level - Of the intervals.
 */
export function comparedRow(
  runs: readonly ComparedRun[],
  metric: string,
  level: number,
): ComparedRow {
  const [{ set, detector }] = runs;
  const results = runs.flatMap(({ result }) => ('error' in result ? [] : [result]));
  const failed = runs.find(({ result }) => 'error' in result)?.result;
  const { estimate, lower, upper } = intervalOf(results, metric, level);
  return {
    ...{ set, detector, metric, mean: estimate, lower, upper, nRuns: results.length },
    fitSeconds: meanOfSome(results.map(({ fitSeconds }) => fitSeconds)),
    scoreSeconds: meanOfSome(results.map(({ scoreSeconds }) => scoreSeconds)),
    error: failed && 'error' in failed ? failed.error : undefined,
  };
}

/** Over splits where there are several; over test samples, if at all, where there is one. */
function intervalOf(
  results: readonly RunResult[],
  metric: string,
  level: number,
): Partial<Interval> {
  const values = results.map((result) => result.values[metric]);
  if (values.length > 1) {
    const [{ nTest, nTrain }] = results;
    return repeatedSplitInterval(values, nTest / nTrain, { level });
  }
  if (values.length === 0) return {};
  return results[0].intervals?.[metric] ?? { estimate: values[0] };
}

/** The mean; undefined of nothing. */
export function meanOfSome(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : meanOf(values);
}
