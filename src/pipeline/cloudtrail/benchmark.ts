import { checkOptionNames } from '../../check-options';
import {
  type MetricsByMethod,
  type Repeats,
  repeatOverSeeds,
} from '../../evaluate/repeat-over-seeds';
import {
  crossedOf,
  type Fitting,
  foundOf,
  logsOf,
  monthsOf,
  type PeriodsByMethod,
  reliabilityOf,
  retrainedOf,
} from './benchmark-parts';
import {
  type CloudTrailExperiment,
  type CloudTrailExperimentOptions,
  cloudTrailExperiment,
} from './experiment';
import type { CloudTrailRows } from './rows';
import { techniquesFound } from './techniques-found';
import type { ThreatMethodOptions } from './threat-methods';
import type { ThreatPeriod } from './threats-by-month';

/** What is repeated. */
export interface CloudTrailBenchmarkOptions
  extends Omit<CloudTrailExperimentOptions, 'seed' | 'methods'> {
  /** At least 2, each with other data and weights. */
  readonly seeds: readonly number[];
  /** Labelled events of another log, such as the real ones. Default: none. */
  readonly real?: CloudTrailRows;
  /** A group of theirs that half of the figures leave out. Default: none. */
  readonly ambiguous?: string;
  /** Whether the forest and the network are also trained anew every quarter. Default false. */
  readonly retrain?: boolean;
  /** Called before each part of the work. */
  readonly onPart?: (seed: number, part: string) => void | Promise<void>;
}

/** Figures of all seeds; plain JSON. */
export interface CloudTrailBenchmark {
  /** What `judgeThreats` says of the last year, by method. */
  readonly generated: Repeats;
  /** Within each seed, by method: bootstrap intervals by attacks and days. */
  readonly intervals: readonly CloudTrailExperiment['intervals'][];
  /** By method: the validation half year and the last year month by month, for each seed. */
  readonly months: Readonly<Record<string, readonly (readonly ThreatPeriod[])[]>>;
  /** How far probabilities of the network in the last year are from what came true, for each step of calibration. */
  readonly reliability: Repeats;
  /** Techniques found in the other log, by method: how many, at each rate. */
  readonly found?: Repeats;
  /** Trained on the other log, with and without the ambiguous group, and judged on the last generated year. */
  readonly crossed?: Repeats;
  /** Of the forest and the network, `METHOD, UPKEEP`: what upkeep gives. */
  readonly retrained?: Repeats;
  /** The same quarter by quarter, for each seed. */
  readonly quarters?: Readonly<Record<string, readonly (readonly ThreatPeriod[])[]>>;
}

const NAMES = [
  ...['seeds', 'difficulty', 'scale', 'attacksPerYear', 'oracle'],
  ...['epochs', 'windowLength', 'onEpoch', 'signal'],
  ...['real', 'ambiguous', 'retrain', 'onPart'],
];

/**
 * The whole CloudTrail benchmark, one seed after another: the experiment, its methods on other events and the other way
 * round, drift and retraining. Takes two to six minutes a seed.
 *
 * @throws {RangeError} if an option is unknown or out of range, or the other log lacks a class.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function cloudTrailBenchmark(
  options: CloudTrailBenchmarkOptions,
): Promise<CloudTrailBenchmark> {
  checkOptionNames(options, NAMES);
  const { seeds, real, ambiguous, retrain, onPart = () => {}, ...settings } = options;
  const runs = new Map<number, SeedRun>();
  const generated = await repeatOverSeeds(seeds, async (seed) => {
    settings.signal?.throwIfAborted();
    await onPart(seed, 'every method on generated events');
    const experiment = await cloudTrailExperiment({ ...settings, seed });
    const { metrics, methods } = experiment;
    const reliability = await reliabilityOf(experiment);
    const found = real && foundOf(await techniquesFound(methods, real, ambiguous ?? ''), ambiguous);
    for (const method of methods) method.dispose();
    const fitting = fittingOf(seed, settings);
    if (real) await onPart(seed, 'trained on the other events');
    const crossed = real && (await crossedOf(experiment, logsOf(real, ambiguous), fitting));
    if (retrain) await onPart(seed, 'trained anew every quarter');
    const upkeep = retrain ? await retrainedOf(experiment, fitting) : {};
    const { intervals } = experiment;
    const months = monthsOf(experiment);
    runs.set(seed, { intervals, months, reliability, found, crossed, ...upkeep });
    return metrics;
  });
  const all = [...runs.values()];
  return {
    generated,
    intervals: all.map(({ intervals }) => intervals),
    months: byName(all.map(({ months }) => months)),
    ...(await repeatsOf(runs)),
    ...(retrain && { quarters: byName(all.map(({ quarters }) => quarters!)) }),
  };
}

/** Figures of one seed. */
interface SeedRun extends Partial<Record<(typeof TABLES)[number], MetricsByMethod | undefined>> {
  readonly intervals: CloudTrailExperiment['intervals'];
  readonly months: PeriodsByMethod;
  readonly quarters?: PeriodsByMethod;
}

/** The tables that are repeated beside the main one. */
const TABLES = ['reliability', 'found', 'crossed', 'retrained'] as const;

/** From one record a seed to a list of seeds by name. */
function byName<Value>(seeds: readonly Readonly<Record<string, Value>>[]): Record<string, Value[]> {
  const names = Object.keys(seeds[0]);
  return Object.fromEntries(names.map((name) => [name, seeds.map((own) => own[name])]));
}

/** Those of the options that a fitting takes. */
function fittingOf(
  seed: number,
  { epochs, windowLength, onEpoch, signal }: Omit<ThreatMethodOptions, 'seed'>,
): Fitting {
  return {
    seed,
    ...(epochs !== undefined && { epochs }),
    ...(windowLength !== undefined && { windowLength }),
    ...(onEpoch && { onEpoch }),
    ...(signal && { signal }),
  };
}

async function repeatsOf(
  runs: ReadonlyMap<number, SeedRun>,
): Promise<Pick<CloudTrailBenchmark, (typeof TABLES)[number]>> {
  const seeds = [...runs.keys()];
  const tables: Partial<Record<(typeof TABLES)[number], Repeats>> = {};
  for (const table of TABLES) {
    if (!runs.get(seeds[0])![table]) continue;
    tables[table] = await repeatOverSeeds(seeds, async (seed) => runs.get(seed)![table]!);
  }
  return tables as Pick<CloudTrailBenchmark, (typeof TABLES)[number]>;
}
