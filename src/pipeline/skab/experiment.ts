import { checkFunction, checkInteger, checkList, checkOptionNames } from '../../check-options';
import { checkFiniteValues } from '../../data/process/check-recording';
import type { ProcessRecording } from '../../data/process/recording';
import { flag } from '../../evaluate/thresholds/flag';
import { quantileThreshold } from '../../evaluate/thresholds/quantile';
import { checkSamePoints } from '../../features/process-recordings';
import { BLIND_METHODS } from './blind-methods';
import type { SkabConstants } from './choose-constants';
import constants from './constants.json';
import { type FlaggedRows, type SkabFigures, skabFigures } from './judge-flags';
import type { SkabMethod, SkabScorer } from './method';
import { skabMethods } from './methods';
import { normalStretches } from './normal-stretches';
import { type ScaledRows, SKAB_TRAIN_ROWS, scaleExperiment, trainRows } from './scaled-rows';

/** Smoothing and threshold of each method, chosen before an experiment was scored: `npm run bench -- skab --constants`. */
export const SKAB_CONSTANTS: Readonly<Record<string, SkabConstants>> = constants;

/** Which methods run, and how often. */
export interface SkabExperimentOptions {
  /** Names of methods. Default: all but the two kinds of autoencoder, which take minutes. */
  readonly methods?: readonly string[];
  /** Of methods with chance in them. Default 1 to 5. */
  readonly seeds?: readonly number[];
  /**
   * Experiments, in the order in which they were run, whose first 400 rows some methods learn drift from. Default: those that are
   * scored.
   */
  readonly history?: readonly ProcessRecording[];
  /** Called when a method is done. */
  readonly onMethod?: (name: string) => void;
}

/** A line of the table. */
export interface SkabResult {
  readonly method: string;
  /**
   * How its threshold came about: `none` for blind flags; the 99 % quantile of each experiment's own `first rows`; or the one threshold for
   * all experiments that is best on `planted faults`.
   */
  readonly threshold: 'none' | 'first rows' | 'planted faults';
  readonly figures: SkabFigures;
}

/** Results, and what they were made of. */
export interface SkabOutcome {
  readonly results: readonly SkabResult[];
  /** By method: smoothed scores of each experiment with the first seed, shape `[nSamples]`; its threshold is in `SKAB_CONSTANTS`. */
  readonly scores: Readonly<Record<string, readonly Float64Array[]>>;
}

/** Rows and quantile of the threshold of first rows: those of SKAB's authors for T² and for autoencoders. */
const FIRST_ROWS = { smoothing: 5, q: 0.99 };

/**
 * Runs SKAB's protocol: each experiment is scaled by its first 400 rows, methods are fitted on them, and all rows behind are
 * scored. Nothing is chosen here.
 *
 * @param anomalyFree the recording without anomalies, which some methods learn from.
 * @param experiments with labels; at least 2, in the order in which they were run, where there is no `history`.
 * @throws {RangeError} if a method is unknown, an experiment has no labels or no more than 400 rows, there are fewer than 2, the anomaly-free
 * recording has an anomaly, points differ, a value is not finite, a seed is no integer of at least 0, or an option is unknown.
 * @throws {TypeError} if a list is none, or `onMethod` no function.
 * @example
 * const files = findSkab()!;
 * const experiments = await Promise.all(files.experiments.map(readSkab));
 * const { results } = await skabExperiment(await readSkab(files.anomalyFree), experiments);
 */
export async function skabExperiment(
  anomalyFree: ProcessRecording,
  experiments: readonly ProcessRecording[],
  options: SkabExperimentOptions = {},
): Promise<SkabOutcome> {
  checkOptionNames(options, ['methods', 'seeds', 'history', 'onMethod']);
  const { seeds = [1, 2, 3, 4, 5], history = experiments, onMethod } = options;
  if (onMethod !== undefined) checkFunction('onMethod', onMethod);
  checkSeeds(seeds);
  checkRecordings(anomalyFree, experiments, history);
  const scaled = experiments.map((one) => ({ ...scaleExperiment(one), labels: one.labels! }));
  const all = skabMethods(normalStretches(anomalyFree, history));
  const results = BLIND_METHODS.map(({ name, flags }): SkabResult => {
    const run = scaled.map(({ labels }) => ({
      labels,
      flags: Array.from(labels, (_, row) => Number(flags(row))),
    }));
    return { method: name, threshold: 'none', figures: skabFigures([run]) };
  });
  const scores: Record<string, readonly Float64Array[]> = {};
  for (const method of chooseMethods(all, options.methods)) {
    const runs: MethodRun[] = [];
    for (const seed of method.random ? seeds : seeds.slice(0, 1)) {
      runs.push(await runMethod(method, scaled, seed));
    }
    for (const threshold of ['first rows', 'planted faults'] as const) {
      const figures = skabFigures(runs.map((run) => run[threshold]));
      results.push({ method: method.name, threshold, figures });
    }
    scores[method.name] = runs[0].scores;
    onMethod?.(method.name);
  }
  return { results, scores };
}

function checkSeeds(seeds: readonly number[]): void {
  checkList('seeds', seeds);
  if (seeds.length === 0) throw new RangeError('seeds must not be empty, got none');
  for (const seed of seeds) checkInteger('seed', seed, 0);
}

function checkRecordings(
  anomalyFree: ProcessRecording,
  experiments: readonly ProcessRecording[],
  history: readonly ProcessRecording[],
): void {
  checkList('experiments', experiments);
  checkList('history', history);
  const all = checkSamePoints([anomalyFree, ...experiments, ...history]);
  for (const recording of new Set(all)) checkFiniteValues(recording);
  for (const { name, labels } of experiments) {
    if (labels === null) throw new RangeError(`${name}: must have labels, got none`);
  }
  if (anomalyFree.labels?.includes(1)) {
    throw new RangeError(`${anomalyFree.name}: must be free of anomalies, got some`);
  }
}

interface LabelledRows extends ScaledRows {
  readonly labels: Int32Array;
}

interface MethodRun extends Record<'first rows' | 'planted faults', FlaggedRows[]> {
  readonly scores: Float64Array[];
}

async function runMethod(
  method: SkabMethod,
  experiments: readonly LabelledRows[],
  seed: number,
): Promise<MethodRun> {
  const run: MethodRun = { 'first rows': [], 'planted faults': [], scores: [] };
  const { smoothing, threshold } = SKAB_CONSTANTS[method.name];
  for (const { samples, labels } of experiments) {
    const scorer: SkabScorer = await method.fit(trainRows(samples), seed);
    try {
      const own = await scorer.score(samples, FIRST_ROWS.smoothing);
      const ownThreshold = quantileThreshold(own.subarray(0, SKAB_TRAIN_ROWS), FIRST_ROWS.q);
      run['first rows'].push({ labels, flags: flag(own, ownThreshold) });
      const scores = await scorer.score(samples, smoothing);
      run['planted faults'].push({ labels, flags: flag(scores, threshold) });
      run.scores.push(scores);
    } finally {
      scorer.dispose();
    }
  }
  return run;
}

function chooseMethods(
  all: readonly SkabMethod[],
  names: readonly string[] | undefined,
): readonly SkabMethod[] {
  if (names === undefined) return all.filter(({ name }) => !/autoencoder/i.test(name));
  checkList('methods', names);
  return names.map((wanted) => {
    const found = all.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const known = all.map(({ name }) => name).join(', ');
    throw new RangeError(`method must be one of ${known}, got ${wanted}`);
  });
}
