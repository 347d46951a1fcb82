import { availableParallelism } from 'node:os';
import type { DetectorSpec } from '../../detectors/detector-of';
import { bootstrapInterval } from '../../evaluate/bootstrap/interval';
import type { MetricsByName, RunResult } from '../../evaluate/comparison/compared-run';
import { judgeScoring } from '../../evaluate/comparison/compared-run';
import { runAll, type Task } from '../../evaluate/comparison/run-all';
import { createTimeLeft } from '../../evaluate/comparison/time-left';
import { precisionAtK, recallAtK } from '../../metrics/precision-at-k';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { createRandom } from '../../random';
import type { ColumnChoice } from './choose-columns';
import type { ComparableDetector } from './detectors';
import { splitFeatures } from './log-features';
import type { LogRows } from './log-rows';
import type { RowSplit } from './split-rows';

/** What a detector gave on one split; where it failed, why. */
export type SplitRun =
  | (Omit<RunResult, 'values'> & {
      /** Of the test rows, shape `[nTest]`. */
      readonly scores: Float32Array;
      /** By metric; empty without labels. */
      readonly values: RunResult['values'];
    })
  | { readonly error: string };

/** How far the comparison is. */
export interface DetectProgress {
  /** The detector that is done. */
  readonly detector: ComparableDetector;
  readonly nDone: number;
  readonly nRuns: number;
  /** At the pace of each detector so far. */
  readonly secondsLeft: number;
}

/** What runs are made of. */
export interface RunInput {
  readonly rows: LogRows;
  readonly choice: Pick<ColumnChoice, 'used'>;
  readonly splits: readonly RowSplit[];
  readonly detectors: readonly ComparableDetector[];
  /** 1 is an anomaly; undefined where there is none to judge by. */
  readonly labels: Int32Array | undefined;
  readonly seed: number;
  readonly onProgress: ((progress: DetectProgress) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Runs by detector. */
export interface Runs {
  /** One a split. */
  readonly bySplit: Readonly<Record<string, readonly SplitRun[]>>;
  /** Two on the first split, each learned from another half of its training rows, under another seed. */
  readonly halves: Readonly<Record<string, readonly SplitRun[]>>;
}

/** Rows of an alert list: 1 % of the test rows, at least 10. */
export const alertRows = (nTest: number): number =>
  Math.min(nTest, Math.max(10, Math.round(nTest / 100)));

/** Fewer than the usual thousand, since these metrics sort each resample. */
const RESAMPLES_OF_LISTS = 200;

const METRICS: MetricsByName = {
  rocAuc,
  averagePrecision,
  precisionAtK: (labels, scores) => precisionAtK(labels, scores, alertRows(labels.length)),
  recallAtK: (labels, scores) => recallAtK(labels, scores, alertRows(labels.length)),
};

/** Fits each detector on each split and on two halves of the first, in worker threads, and judges them where labels are known. */
export async function runSplits(input: RunInput): Promise<Runs> {
  const { splits, detectors, labels, seed, signal } = input;
  const parts = [...splits, ...halvesOf(splits[0], seed)];
  const plan = parts.flatMap((_, part) => detectors.map((detector) => ({ part, detector })));
  const tasks = plan.map(({ part, detector }, index): Task => {
    return {
      index,
      detector: { name: detector } as DetectorSpec,
      seed: seed + Math.max(0, part - splits.length + 1),
    };
  });
  const done: SplitRun[] = [];
  const progress = progressOf(input, parts.length);
  await runAll<SplitRun>(tasks, {
    splitOf: splitsOf(input, parts, (task) => plan[task].part),
    judge: (split, scoring) => {
      const judged = judgeScoring(labels ? METRICS : {}, split, scoring, undefined);
      const intervals =
        labels && splits.length === 1 ? intervalsOf(split.testLabels, scoring.scores) : undefined;
      return { ...judged, ...(intervals && { intervals }), scores: scoring.scores };
    },
    onDone: (task, result, seconds) => {
      done[task] = result;
      progress(plan[task].detector, seconds);
    },
    nThreads: Math.min(availableParallelism(), 4),
    signal,
  });
  signal.throwIfAborted();
  const runsOf = (detector: ComparableDetector, keep: (part: number) => boolean) =>
    done.filter((_, task) => plan[task].detector === detector && keep(plan[task].part));
  const isHalf = (part: number) => part >= splits.length;
  return {
    bySplit: Object.fromEntries(
      detectors.map((name) => [name, runsOf(name, (part) => !isHalf(part))]),
    ),
    halves: Object.fromEntries(detectors.map((name) => [name, runsOf(name, isHalf)])),
  };
}

/** The same test rows for two random halves of the training rows. */
function halvesOf({ train, test }: RowSplit, seed: number): RowSplit[] {
  const order = createRandom(seed).shuffle([...train]);
  const middle = order.length >> 1;
  return [order.slice(0, middle), order.slice(middle)].map((half) => {
    return { train: Int32Array.from(half).sort(), test };
  });
}

/** Made when its first task comes; the latest is kept, since tasks of one part follow each other. */
function splitsOf(
  { rows, choice, labels }: RunInput,
  parts: readonly RowSplit[],
  partOf: (task: number) => number,
) {
  let [latest, made] = [-1, undefined as ReturnType<typeof make> | undefined];
  const make = (part: number) => {
    const { train, test } = parts[part];
    const testLabels = test.map((i) => labels?.[i] ?? 0);
    return { ...splitFeatures(rows, choice, train, test), testLabels };
  };
  return async (task: number) => {
    const part = partOf(task);
    if (part !== latest || made === undefined) [latest, made] = [part, make(part)];
    return made;
  };
}

function intervalsOf(labels: ArrayLike<number>, scores: Float32Array) {
  return Object.fromEntries(
    Object.entries(METRICS).map(([name, metric]) => {
      const nResamples =
        metric === rocAuc || metric === averagePrecision ? 1000 : RESAMPLES_OF_LISTS;
      return [name, bootstrapInterval(labels, scores, metric, { nResamples })];
    }),
  );
}

function progressOf({ detectors, onProgress }: RunInput, nParts: number) {
  const lanes = Object.fromEntries(detectors.map((name) => [name, availableParallelism()]));
  const timeLeft = createTimeLeft(nParts, lanes);
  let nDone = 0;
  return (detector: ComparableDetector, seconds: number) => {
    nDone++;
    const secondsLeft = timeLeft.after(detector, seconds);
    onProgress?.({ detector, nDone, nRuns: nParts * detectors.length, secondsLeft });
  };
}
