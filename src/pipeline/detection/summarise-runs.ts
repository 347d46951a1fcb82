import { bootstrapDifference } from '../../evaluate/bootstrap/difference';
import { type ComparedRow, comparedRow } from '../../evaluate/comparison/compared-row';
import { repeatedSplitInterval } from '../../evaluate/repeated-split-interval';
import { midranks } from '../../evaluate/significance/midranks';
import { meanOf } from '../../features/mean';
import { quantileOfSorted } from '../../features/quantile';
import { averagePrecision } from '../../metrics/precision-recall';
import { BASELINE, type ComparableDetector } from './detectors';
import type { Runs, SplitRun } from './run-splits';
import type { RowSplit } from './split-rows';

/** A figure with the ends of its 95 % interval, which is undefined where there is none. */
export interface FigureWithInterval {
  readonly value: number;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

/** What one detector did. */
export interface DetectorSummary {
  readonly name: ComparableDetector;
  /** Why it gave no scores, if so; all below is undefined then. */
  readonly error: string | undefined;
  /** Mean rank over the splits by average precision, 1 is best; undefined without labels. */
  readonly rank: number | undefined;
  /** By `rocAuc`, `averagePrecision`, `precisionAtK` and `recallAtK`; undefined without labels. */
  readonly metrics: Readonly<Record<string, FigureWithInterval>> | undefined;
  /** Average precision less that of the baseline on the same rows; undefined without labels or baseline. */
  readonly aboveBaseline: FigureWithInterval | undefined;
  /** Of the first split's test rows: lowest, median, 95 %, 99 %, highest. */
  readonly scoreQuantiles: readonly number[] | undefined;
  /** Mean rank correlation with the other detectors; undefined where scores are all the same. */
  readonly agreement: number | undefined;
  /** Rank correlation of scores between two fits, each on another half of the training rows. */
  readonly stability: number | undefined;
  /** Share of the highest 5 % that both of these fits have in common. */
  readonly sharedTop: number | undefined;
  readonly fitSeconds: number | undefined;
  readonly scoreSeconds: number | undefined;
}

/** Summaries, and the scores of each row by the detectors that gave some. */
export interface RunSummary {
  readonly detectors: readonly DetectorSummary[];
  /** Detectors that gave scores, in the order of the matrix. */
  readonly scored: readonly ComparableDetector[];
  /** Rank correlation between any two of them; NaN where scores are all the same. */
  readonly agreement: readonly (readonly number[])[];
  /** Indices of the rows that were tested, ascending. */
  readonly tested: Int32Array;
  /** Scores of the tested rows, shape `[nTested]` each. */
  readonly scores: Readonly<Record<string, Float32Array>>;
  /** Share of the test rows of the same split that score lower, ties half, shape `[nTested]` each. */
  readonly percentiles: Readonly<Record<string, Float64Array>>;
  /** Mean percentile over the detectors but the baseline, shape `[nTested]`. */
  readonly consensus: Float64Array;
}

type Done = Exclude<SplitRun, { readonly error: string }>;

const TOP_SHARE = 0.05;

/**
 * Sums up what detectors did on splits whose test parts do not overlap.
 *
 * @param labels of all rows, where they were judged by them.
 */
export function summariseRuns(
  names: readonly ComparableDetector[],
  runs: Runs,
  splits: readonly RowSplit[],
  labels?: Int32Array,
): RunSummary {
  const tested = Int32Array.from(splits.flatMap(({ test }) => [...test])).sort();
  const position = new Map([...tested].map((row, at) => [row, at]));
  const scored = names.filter((name) => runs.bySplit[name].every(isDone));
  const scores: Record<string, Float32Array> = {};
  const percentiles: Record<string, Float64Array> = {};
  for (const name of scored) {
    scores[name] = new Float32Array(tested.length);
    percentiles[name] = new Float64Array(tested.length);
    splits.forEach(({ test }, k) => {
      const own = (runs.bySplit[name][k] as Done).scores;
      const ranks = midranks(own);
      test.forEach((row, i) => {
        scores[name][position.get(row)!] = own[i];
        percentiles[name][position.get(row)!] = (ranks[i] - 0.5) / own.length;
      });
    });
  }
  const agreement = scored.map((a) =>
    scored.map((b) => correlation(percentiles[a], percentiles[b])),
  );
  const ranks = ranksOf(scored, runs);
  const testLabels = labels && splits[0].test.map((row) => labels[row]);
  const detectors = names.map((name) => {
    const at = scored.indexOf(name);
    return summaryOf(
      name,
      runs,
      at < 0 ? [] : agreement[at].filter((_, j) => j !== at),
      ranks[name],
      testLabels,
    );
  });
  const consensus = meanOfColumns(
    voters(scored).map((name) => percentiles[name]),
    tested.length,
  );
  return { detectors, scored, agreement, tested, scores, percentiles, consensus };
}

const isDone = (run: SplitRun): run is Done => !('error' in run);

/** The baseline counts only where nothing else gave scores. */
function voters(scored: readonly ComparableDetector[]): readonly ComparableDetector[] {
  const others = scored.filter((name) => name !== BASELINE);
  return others.length > 0 ? others : scored;
}

function summaryOf(
  name: ComparableDetector,
  runs: Runs,
  others: readonly number[],
  rank: number | undefined,
  testLabels: Int32Array | undefined,
): DetectorSummary {
  const own = runs.bySplit[name];
  const failed = own.find((run) => 'error' in run);
  const done = failed ? [] : own.filter(isDone);
  const halves = runs.halves[name].filter(isDone).map(({ scores }) => scores);
  const known = others.filter(Number.isFinite);
  const meanTime = (key: 'fitSeconds' | 'scoreSeconds') =>
    done.length === 0 ? undefined : meanOf(done.map((run) => run[key]));
  return {
    name,
    error: failed && 'error' in failed ? failed.error : undefined,
    rank,
    metrics: metricsOf(name, done),
    aboveBaseline:
      name === BASELINE ? undefined : aboveBaseline(done, runs.bySplit[BASELINE] ?? [], testLabels),
    scoreQuantiles: done.length === 0 ? undefined : quantilesOf(done[0].scores),
    agreement: known.length === 0 ? undefined : meanOf(known),
    stability:
      halves.length < 2
        ? undefined
        : finiteOrNone(correlation(midranks(halves[0]), midranks(halves[1]))),
    sharedTop: halves.length < 2 ? undefined : sharedTopOf(halves[0], halves[1]),
    fitSeconds: meanTime('fitSeconds'),
    scoreSeconds: meanTime('scoreSeconds'),
  };
}

function metricsOf(
  name: string,
  done: readonly Done[],
): Record<string, FigureWithInterval> | undefined {
  const metrics = Object.keys(done[0]?.values ?? {});
  if (metrics.length === 0) return undefined;
  const runs = done.map((result, seed) => ({ set: '', detector: name, seed, result }));
  return Object.fromEntries(
    metrics.map((metric) => [metric, withinBounds(comparedRow(runs, metric, 0.95))]),
  );
}

/** Split by split, so that what makes a split hard for all cancels; of one split from its resampled rows. */
function aboveBaseline(
  done: readonly Done[],
  baseline: readonly SplitRun[],
  testLabels: Int32Array | undefined,
): FigureWithInterval | undefined {
  const others = baseline.filter(isDone);
  if (!testLabels || done.length === 0 || others.length < done.length) return undefined;
  const valueOfRun = ({ values }: Done) => values['averagePrecision'];
  const differences = done.map((run, k) => valueOfRun(run) - valueOfRun(others[k]));
  if (differences.length === 1) {
    const compared = [done[0].scores, others[0].scores] as const;
    const { estimate, lower, upper } = bootstrapDifference(
      testLabels,
      ...compared,
      averagePrecision,
    );
    return { value: estimate, lower, upper };
  }
  const [{ nTest, nTrain }] = done;
  const { estimate, lower, upper } = repeatedSplitInterval(differences, nTest / nTrain);
  return { value: estimate, lower, upper };
}

/** Intervals over splits may reach beyond what the metric can be. */
function withinBounds({ mean, lower, upper }: ComparedRow): FigureWithInterval {
  const within = (end: number | undefined) => end && Math.min(Math.max(end, 0), 1);
  return { value: mean as number, lower: within(lower), upper: within(upper) };
}

function ranksOf(scored: readonly ComparableDetector[], runs: Runs): Record<string, number> {
  const valuesOf = (name: string) =>
    (runs.bySplit[name] as Done[]).map(({ values }) => values['averagePrecision']);
  const values = scored.map(valuesOf);
  if (values.length === 0 || values[0][0] === undefined) return {};
  const bySplit = values[0].map((_, k) => midranks(values.map((own) => -own[k])));
  return Object.fromEntries(
    scored.map((name, j) => [name, meanOf(bySplit.map((ranks) => ranks[j]))]),
  );
}

function quantilesOf(scores: Float32Array): number[] {
  const sorted = scores.slice().sort();
  return [0, 0.5, 0.95, 0.99, 1].map((q) => quantileOfSorted(sorted, q));
}

function sharedTopOf(a: Float32Array, b: Float32Array): number {
  const n = Math.max(1, Math.round(TOP_SHARE * a.length));
  const highest = (scores: Float32Array) =>
    Array.from(scores.keys())
      .sort((i, j) => scores[j] - scores[i])
      .slice(0, n);
  const first = new Set(highest(a));
  return highest(b).filter((i) => first.has(i)).length / n;
}

/** Pearson's; NaN where one does not vary. */
function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i] - meanA) * (b[i] - meanB);
    squareA += (a[i] - meanA) ** 2;
    squareB += (b[i] - meanB) ** 2;
  }
  return both / Math.sqrt(squareA * squareB);
}

const finiteOrNone = (value: number) => (Number.isFinite(value) ? value : undefined);

function meanOfColumns(columns: readonly Float64Array[], n: number): Float64Array {
  const means = new Float64Array(n);
  for (const column of columns) {
    for (let i = 0; i < n; i++) means[i] += column[i] / columns.length;
  }
  return means;
}
