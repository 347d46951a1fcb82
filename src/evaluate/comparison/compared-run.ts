import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { bootstrapInterval } from '../bootstrap/interval';
import type { Metric } from '../bootstrap/resampled-metric';
import type { Interval } from '../interval';
import type { Scoring } from './run-detector';
import type { SampleSplit } from './sample-split';

/** Metrics by the name that they have in the table; higher is better in each. */
export type MetricsByName = Readonly<Record<string, Metric>>;

/** Ranking metrics, which need no threshold. */
export const DEFAULT_METRICS: MetricsByName = { rocAuc, averagePrecision };

/** A detector on one split of one set. */
export interface ComparedRun {
  readonly set: string;
  readonly detector: string;
  readonly seed: number;
  /** What it came to; where it failed, why. */
  readonly result: RunResult | { readonly error: string };
}

/** What a run came to. */
export interface RunResult {
  /** By metric. */
  readonly values: Readonly<Record<string, number>>;
  /** By metric, over resampled test samples; only where there is one seed, so one split of a set. */
  readonly intervals?: Readonly<Record<string, Interval>>;
  readonly nTrain: number;
  readonly nTest: number;
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

/**
 * Judges a run's scores.
 *
 * @param level - Of intervals over test samples; none are drawn where it is undefined.
 * @throws {RangeError} as the metrics, and if one gives no finite number; named.
 */
export function judgeScoring(
  metrics: MetricsByName,
  { train, test, testLabels }: SampleSplit,
  { scores, fitSeconds, scoreSeconds }: Scoring,
  level: number | undefined,
): RunResult {
  const labels = Int32Array.from(testLabels);
  const exact = Float64Array.from(scores);
  const values = mapMetrics(metrics, (metric, name) => {
    const value = metric(labels, exact);
    if (Number.isFinite(value)) return value;
    throw new RangeError(`${name} must be finite, got ${value}`);
  });
  const intervals =
    level === undefined
      ? {}
      : {
          intervals: mapMetrics(metrics, (metric) =>
            bootstrapInterval(labels, exact, metric, { level }),
          ),
        };
  const sizes = { nTrain: train.nSamples, nTest: test.nSamples };
  return { values, ...intervals, ...sizes, fitSeconds, scoreSeconds };
}

function mapMetrics<Value>(
  metrics: MetricsByName,
  change: (metric: Metric, name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, change(metric, name)]),
  );
}
