import { availableParallelism } from 'node:os';
import { type CompareDetectorsOptions, checkCompareOptions } from './compare-options';
import { type ComparedRow, comparedRow } from './compared-row';
import { type ComparedRun, DEFAULT_METRICS, judgeScoring } from './compared-run';
import { type DetectorRanking, rankDetectors } from './ranking';
import { runAll, runsInThreads } from './run-all';
import type { SampleSplit, Splitter } from './sample-split';
import { createTimeLeft } from './time-left';

/** A comparison of detectors. */
export interface Comparison {
  /** Each run that is done: set by set, then seed by seed. */
  readonly runs: readonly ComparedRun[];
  /** A row a set, detector and metric, ready for `showTable`; only of sets with all runs done. */
  readonly rows: readonly ComparedRow[];
  /** By metric; empty where there are fewer than 2 detectors, or sets with all runs done. */
  readonly rankings: Readonly<Record<string, DetectorRanking>>;
  /** Whether the signal came before the end. */
  readonly stopped: boolean;
}

/**
 * Compares detectors over data sets and seeds, in worker threads: metrics with intervals, ranks and times.
 *
 * Metrics are the same whatever the number of workers; times are not, since threads share the machine: to
 * compare those, take `workers: 1`. A detector that fails gets a row with its message, and the last
 * rank. Intervals are of a mean over splits (corrected for what splits share), with one seed those
 * of a bootstrap over test samples. Detectors on TensorFlow run on the main thread, after the others.
 * Source: Demšar 2006, Statistical comparisons of classifiers over multiple data sets, for the ranks.
 *
 * @throws {RangeError} if an option is unknown or out of its range, a detector's name or hyperparameters are
 * (named by detector), there is nothing to compare, or names or seeds come twice.
 * @throws {TypeError} if a set has no name, or a metric, the split or `onProgress` is no function.
 * @example
 * const { rows } = await compareDetectors({
 *   detectors: { forest: { name: 'isolationForest' }, ecod: { name: 'ecod' } },
 *   sets: [{ name: 'mine', samples, labels }], seeds: [1, 2, 3], split: randomSplit(),
 * });
 */
export async function compareDetectors<DataSet extends { readonly name: string }>(
  options: CompareDetectorsOptions<DataSet>,
): Promise<Comparison> {
  checkCompareOptions(options);
  const { detectors, sets, seeds, metrics = DEFAULT_METRICS, level = 0.95 } = options;
  const plan = sets.flatMap((set) =>
    seeds.flatMap((seed) => Object.keys(detectors).map((detector) => ({ set, seed, detector }))),
  );
  const runs = await runPlan(plan, options);
  const nPerSet = seeds.length * Object.keys(detectors).length;
  const rows = sets.flatMap(({ name }) => {
    const own = runs.filter(({ set }) => set === name);
    return own.length === nPerSet ? rowsOfSet(own, Object.keys(metrics), level) : [];
  });
  const rankings = Object.keys(metrics).flatMap((metric) => {
    const own = rows.filter((row) => row.metric === metric);
    const ranking = rankDetectors(own, level);
    return ranking ? [[metric, ranking] as const] : [];
  });
  const stopped = runs.length < plan.length;
  return { runs, rows, rankings: Object.fromEntries(rankings), stopped };
}

interface Planned<DataSet> {
  readonly set: DataSet;
  readonly seed: number;
  readonly detector: string;
}

/** Runs all that is planned, as far as the signal lets it. */
async function runPlan<DataSet extends { readonly name: string }>(
  plan: readonly Planned<DataSet>[],
  options: CompareDetectorsOptions<DataSet>,
): Promise<ComparedRun[]> {
  const { detectors, seeds, sets, metrics = DEFAULT_METRICS, level = 0.95 } = options;
  const { workers = availableParallelism(), onProgress } = options;
  const lanes = Object.entries(detectors).map(
    ([name, detector]) => [name, runsInThreads(detector) ? Math.max(workers, 1) : 1] as const,
  );
  const timeLeft = createTimeLeft(seeds.length * sets.length, Object.fromEntries(lanes));
  const runs: (ComparedRun | undefined)[] = plan.map(() => undefined);
  let nDone = 0;
  const tasks = plan.map(({ seed, detector }, index) => ({
    ...{ index, seed, detector: detectors[detector] },
  }));
  await runAll(tasks, {
    splitOf: createSplits(plan, options.split),
    judge: (split, scoring) =>
      judgeScoring(metrics, split, scoring, seeds.length === 1 ? level : undefined),
    onDone: (task, result, seconds) => {
      const { set, seed, detector } = plan[task];
      const run = { set: set.name, detector, seed, result };
      runs[task] = run;
      nDone++;
      const secondsLeft = timeLeft.after(detector, seconds);
      onProgress?.({ run, nDone, nRuns: plan.length, secondsLeft });
    },
    nThreads: workers,
    signal: options.signal ?? new AbortController().signal,
  });
  return runs.filter((run) => run !== undefined);
}

/** Splits by task; the latest is kept, since tasks of one split follow each other. */
function createSplits<DataSet>(
  plan: readonly Planned<DataSet>[],
  split: Splitter<DataSet>,
): (task: number) => Promise<SampleSplit> {
  let latest: { set: DataSet; seed: number; made: Promise<SampleSplit> } | undefined;
  return (task) => {
    const { set, seed } = plan[task];
    if (latest?.set !== set || latest.seed !== seed) {
      latest = { set, seed, made: Promise.resolve().then(() => split(set, seed)) };
    }
    return latest.made;
  };
}

/** The rows of one set, detector by detector. */
function rowsOfSet(
  runs: readonly ComparedRun[],
  metrics: readonly string[],
  level: number,
): ComparedRow[] {
  const detectors = [...new Set(runs.map(({ detector }) => detector))];
  return detectors.flatMap((name) => {
    const own = runs.filter(({ detector }) => detector === name);
    return metrics.map((metric) => comparedRow(own, metric, level));
  });
}
