import type { Interval } from '../../evaluate/interval';
import { meanInterval } from '../../evaluate/mean-interval';
import {
  type MetricsByMethod,
  type Repeats,
  repeatOverSeeds,
} from '../../evaluate/repeat-over-seeds';
import { batchRuns } from './batch-methods';
import { type JudgedWeek, judgeWeeks } from './judge-weeks';
import { onlineRuns } from './online-methods';
import { type StreamDriftOptions, type StreamDriftSettings, streamDriftSettings } from './options';
import { driftStream } from './stream';

/** How a method does in one week, over the seeds. */
export interface StreamDriftRow {
  readonly method: string;
  /** From 0. */
  readonly week: number;
  /** Attacks of all seeds that begin in it. */
  readonly nAttacks: number;
  /** Share of a seed's attacks that are found; null where fewer than two seeds have one. Intervals are over seeds. */
  readonly recall: Interval | null;
  /** The same where of each week the events of the highest scores are read, `alarmsPerWeek` of them. */
  readonly recallAtBudget: Interval | null;
  /** Normal events of a seed that are flagged. */
  readonly falseAlarms: Interval;
}

/** The experiment's figures; plain JSON. */
export interface StreamDriftExperiment {
  readonly settings: StreamDriftSettings;
  /** By method, then by week. */
  readonly rows: readonly StreamDriftRow[];
  /** Of all judged weeks together, by method: recall, recallAtBudget, falseAlarmsPerWeek. */
  readonly repeats: Repeats;
}

/**
 * Detectors that are frozen, retrained and online on a stream that drifts: how many attacks each finds, and how many false
 * alarms it gives, week by week and over several seeds.
 *
 * Two streams, both synthetic. `cloudtrail` (`createCloudTrailGenerator`): two years in which people come and go, and offices,
 * networks, rights and services change; its features (`createCloudTrailFeatures`) follow much of that by themselves, as they
 * compare each principal with its own past. `moving` (`movingSamples`): plain features that move slowly and jump once for good.
 *
 * Detectors see no labels. The first weeks fit, the next set each threshold to `alarmsPerWeek`, attacks among them or not; then
 * nothing is chosen any more, and labels only judge. Methods:
 *
 * - the largest z-score, fitted once, and of `cloudtrail` a count of three oddities that learns nothing: the trivial baselines.
 * - Isolation Forest fitted once; with a threshold set anew every `retrainWeeks` on the weeks before; fitted anew, too.
 * - Half-space trees and running quantiles with windows of `retrainWeeks`: frozen; learning from what is not flagged, from
 *   everything, and from flagged events a week late; from everything with DSPOT as the threshold.
 *
 * A threshold that is kept makes as many alarms as it will; `recallAtBudget` compares ranks alone, at the same number of
 * alarms for all. Synthetic: it says how methods compare where the truth is known, nothing about detection in the field.
 *
 * @throws {RangeError} if an option is unknown or out of range, or there are too few samples for so many alarms.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 * @example
 * const { rows, repeats } = await streamDriftExperiment({ seeds: [1, 2, 3, 4, 5] });
 * compareWithBaseline(repeats, { baseline: 'isolation forest: frozen' });
 */
export async function streamDriftExperiment(
  options: StreamDriftOptions,
): Promise<StreamDriftExperiment> {
  const settings = streamDriftSettings(options);
  const { seeds, signal, onSeed } = options;
  const bySeed: Map<string, JudgedWeek[]>[] = [];
  const run = async (seed: number): Promise<MetricsByMethod> => {
    signal?.throwIfAborted();
    const stream = driftStream(seed, settings);
    const batch = await batchRuns(stream);
    signal?.throwIfAborted();
    const runs = [...batch, ...onlineRuns(stream)];
    const judged = new Map(runs.map((each) => [each.name, judgeWeeks(stream, each)]));
    bySeed.push(judged);
    return Object.fromEntries([...judged].map(([name, weeks]) => [name, figuresOf(weeks)]));
  };
  const repeats = await repeatOverSeeds(seeds, run, onSeed && { onSeed });
  const rows = [...bySeed[0].keys()].flatMap((method) =>
    rowsOf(
      method,
      bySeed.map((judged) => judged.get(method)!),
    ),
  );
  return { settings, rows, repeats };
}

/** Of all judged weeks together. */
function figuresOf(weeks: readonly JudgedWeek[]) {
  const sum = (of: (week: JudgedWeek) => number) => weeks.reduce((all, week) => all + of(week), 0);
  const nAttacks = sum((week) => week.nAttacks);
  if (nAttacks === 0) {
    throw new RangeError('weeks must be more or attacksPerYear higher, got no attack to find');
  }
  return {
    recall: sum((week) => week.nFound) / nAttacks,
    recallAtBudget: sum((week) => week.nFoundAtBudget) / nAttacks,
    falseAlarmsPerWeek: sum((week) => week.falseAlarms) / weeks.length,
  };
}

function rowsOf(method: string, bySeed: readonly (readonly JudgedWeek[])[]): StreamDriftRow[] {
  return bySeed[0].map(({ week }, k) => {
    const own = bySeed.map((weeks) => weeks[k]);
    const attacked = own.filter(({ nAttacks }) => nAttacks > 0);
    const recallOf = (found: (week: JudgedWeek) => number) =>
      attacked.length < 2
        ? null
        : meanInterval(attacked.map((each) => found(each) / each.nAttacks));
    return {
      method,
      week,
      nAttacks: own.reduce((sum, { nAttacks }) => sum + nAttacks, 0),
      recall: recallOf(({ nFound }) => nFound),
      recallAtBudget: recallOf(({ nFoundAtBudget }) => nFoundAtBudget),
      falseAlarms: meanInterval(own.map(({ falseAlarms }) => falseAlarms)),
    };
  });
}
