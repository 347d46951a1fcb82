import type { Interval } from '../../evaluate/interval';
import { meanOf } from '../../features/mean';
import { quantileOfSorted } from '../../features/quantile';
import { type BinaryCounts, binaryCounts, ratio } from '../../metrics/binary-counts';
import { createRandom } from '../../random';
import { SKAB_TRAIN_ROWS } from './scaled-rows';

/** An experiment with what a method flagged in it. */
export interface FlaggedRows {
  /** Shape `[nSamples]`, 1 is an anomaly. */
  readonly labels: ArrayLike<number>;
  /** Shape `[nSamples]`, 1 is flagged. */
  readonly flags: ArrayLike<number>;
}

/** How good flags are, as SKAB's authors count: on all rows behind the 400 of training. */
export interface SkabFigures {
  /** F1 of the rows of all experiments together, with its interval over experiments drawn anew. */
  readonly f1: Interval;
  /** Mean over experiments of each one's F1. */
  readonly meanF1: number;
  /** Share of normal rows that are flagged. */
  readonly falseAlarmRate: number;
  /** Share of anomalous rows that are not. */
  readonly missedAlarmRate: number;
  /** F1 of all rows of all experiments, those of training among them. */
  readonly wholeF1: number;
  /** What the figures are made of, shape `[nExperiments]`. */
  readonly counts: readonly ExperimentCounts[];
}

/** Rows of an experiment by label and flag, over all seeds. */
export interface ExperimentCounts {
  /** Of the rows behind the 400 of training. */
  readonly behind: BinaryCounts;
  /** Of all rows. */
  readonly whole: BinaryCounts;
}

const N_RESAMPLES = 1000;
const LEVEL = 0.95;

/**
 * Judges flags by the protocol of SKAB's authors.
 *
 * The interval is a bootstrap over whole experiments, which are independent where rows are not; sixteen of one kind of fault say
 * nothing of another kind.
 *
 * Source: `core/metrics.py` of SKAB (outlier F1, FAR and MAR of predictions for the rows behind the first 400, all files together).
 *
 * @param runs flags of all experiments, once for each seed; the rows of all seeds count together.
 * @throws {RangeError} if there are no runs or experiments, one is no longer than 400 rows, lengths differ, or a label or flag is not 0
 * or 1.
 */
export function skabFigures(runs: readonly (readonly FlaggedRows[])[]): SkabFigures {
  const experiments = runs[0]?.map((_, index) => runs.map((run) => run[index])) ?? [];
  return figuresOfCounts(
    experiments.map((seeds) => ({
      behind: sumOf(seeds.map(countBehind)),
      whole: sumOf(seeds.map(({ labels, flags }) => binaryCounts(labels, flags))),
    })),
  );
}

/**
 * The same from counts, which may be those of several sets.
 *
 * @throws {RangeError} if there are none.
 * @internal
 */
export function figuresOfCounts(counts: readonly ExperimentCounts[]): SkabFigures {
  if (counts.length === 0) throw new RangeError('experiments must not be empty, got none');
  const behind = counts.map((one) => one.behind);
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = sumOf(behind);
  return {
    f1: drawExperiments(counts.length, (drawn) => f1Of(sumOf(drawn.map((index) => behind[index])))),
    meanF1: meanOf(Float64Array.from(behind, f1Of)),
    falseAlarmRate: ratio(falsePositives, falsePositives + trueNegatives),
    missedAlarmRate: ratio(falseNegatives, falseNegatives + truePositives),
    wholeF1: f1Of(sumOf(counts.map(({ whole }) => whole))),
    counts,
  };
}

function countBehind({ labels, flags }: FlaggedRows): BinaryCounts {
  if (labels.length <= SKAB_TRAIN_ROWS) {
    throw new RangeError(`labels must be more than ${SKAB_TRAIN_ROWS}, got ${labels.length}`);
  }
  const behind = (values: ArrayLike<number>) => Array.from(values).slice(SKAB_TRAIN_ROWS);
  return binaryCounts(behind(labels), behind(flags));
}

function f1Of({ truePositives, falsePositives, falseNegatives }: BinaryCounts): number {
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

function sumOf(counts: readonly BinaryCounts[]): BinaryCounts {
  return counts.reduce((sum, one) => ({
    truePositives: sum.truePositives + one.truePositives,
    falsePositives: sum.falsePositives + one.falsePositives,
    falseNegatives: sum.falseNegatives + one.falseNegatives,
    trueNegatives: sum.trueNegatives + one.trueNegatives,
  }));
}

/**
 * How much higher the pooled F1 of one method is than another's, on the same experiments: the bootstrap draws whole
 * experiments, the same for both.
 *
 * @throws {RangeError} if there are no experiments, or not as many of both.
 * @internal
 */
export function f1Difference(
  a: readonly ExperimentCounts[],
  b: readonly ExperimentCounts[],
): Interval {
  if (a.length === 0 || a.length !== b.length) {
    throw new RangeError(`b must have ${a.length} experiments as a, at least 1, got ${b.length}`);
  }
  return drawExperiments(a.length, (drawn) => {
    const f1 = (counts: readonly ExperimentCounts[]) =>
      f1Of(sumOf(drawn.map((index) => counts[index].behind)));
    return f1(a) - f1(b);
  });
}

/** A bootstrap over whole experiments: they are independent where their rows are not. */
function drawExperiments(
  nExperiments: number,
  statistic: (drawn: readonly number[]) => number,
): Interval {
  const random = createRandom(0);
  const all = Array.from({ length: nExperiments }, (_, index) => index);
  const values = Float64Array.from({ length: N_RESAMPLES }, () =>
    statistic(all.map(() => random.integer(nExperiments))),
  ).sort();
  return {
    estimate: statistic(all),
    lower: quantileOfSorted(values, (1 - LEVEL) / 2),
    upper: quantileOfSorted(values, (1 + LEVEL) / 2),
    level: LEVEL,
  };
}
