import {
  checkFunction,
  checkInteger,
  checkLevel,
  checkList,
  checkOptionNames,
} from '../../check-options';
import { detectorOf } from '../../detectors/detector-of';
import { type ComparedRun, DEFAULT_METRICS, type MetricsByName } from './compared-run';
import type { ComparedDetector } from './run-all';
import type { Splitter } from './sample-split';

/** What is compared, and how. */
export interface CompareDetectorsOptions<DataSet extends { readonly name: string }> {
  /**
   * By the name that they have in the table: `{ name: 'lof', params: { nNeighbours: 10 } }`, which runs in worker
   * threads; or any `Detector`, or a function of the seed that makes one, which run on the main thread.
   */
  readonly detectors: Readonly<Record<string, ComparedDetector>>;
  /** With different names. */
  readonly sets: readonly DataSet[];
  /** Each splits every set anew and seeds what is random in detectors by name; they differ. */
  readonly seeds: readonly number[];
  /** For example `randomSplit()`. */
  readonly split: Splitter<DataSet>;
  /** Higher must be better. Default `rocAuc` and `averagePrecision`. */
  readonly metrics?: MetricsByName;
  /** Of intervals and of the test between pairs, (0, 1). Default 0.95. */
  readonly level?: number;
  /** Worker threads; 0 runs all on the main thread. Default: as many as the machine runs at once. */
  readonly workers?: number;
  /** Called after each run. */
  readonly onProgress?: (progress: CompareProgress) => void;
  /** Stops at once, keeping the runs that are done. */
  readonly signal?: AbortSignal;
}

/** How far a comparison has come. */
export interface CompareProgress {
  /** The one that is done. */
  readonly run: ComparedRun;
  readonly nDone: number;
  readonly nRuns: number;
  /** At the pace of each detector so far. */
  readonly secondsLeft: number;
}

const OPTION_NAMES = [
  'detectors',
  'sets',
  'seeds',
  'split',
  'metrics',
  'level',
  'workers',
  'onProgress',
  'signal',
];

/**
 * Refuses what cannot be compared, before the first run.
 *
 * @throws {RangeError} as `compareDetectors`.
 * @throws {TypeError} as `compareDetectors`.
 */
export function checkCompareOptions<DataSet extends { readonly name: string }>(
  options: CompareDetectorsOptions<DataSet>,
): void {
  checkOptionNames(options, OPTION_NAMES);
  const { detectors, sets, seeds, split, metrics = DEFAULT_METRICS } = options;
  const { level = 0.95, workers = 1, onProgress, signal } = options;
  checkSome('detectors', Object.keys(detectors ?? {}));
  checkSome('sets', namesOf(sets));
  checkList('seeds', seeds);
  checkSome('seeds', seeds);
  for (const seed of seeds) checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  checkSome('metrics', Object.keys(metrics ?? {}));
  for (const [name, metric] of Object.entries(metrics)) checkFunction(`metric ${name}`, metric);
  if (typeof split !== 'function') {
    throw new TypeError(`split must be a function, as randomSplit() makes it, got ${typeof split}`);
  }
  checkLevel(level);
  checkInteger('workers', workers, 0);
  if (onProgress !== undefined) checkFunction('onProgress', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`signal must be an AbortSignal, got ${signal}`);
  }
  for (const [name, detector] of Object.entries(detectors)) checkDetector(name, detector);
}

function namesOf(sets: readonly { readonly name: string }[]): string[] {
  checkList('sets', sets);
  return sets.map((set, i) => {
    if (typeof set?.name === 'string') return set.name;
    throw new TypeError(`set ${i} must be a data set with its name, got ${set?.name ?? set}`);
  });
}

/** There is at least one, and none comes twice. */
function checkSome(name: string, values: readonly (string | number)[]): void {
  if (values.length === 0) throw new RangeError(`${name} must not be empty`);
  const twice = values.find((value, i) => values.indexOf(value) !== i);
  if (twice !== undefined) throw new RangeError(`${name} must differ, got ${twice} twice`);
}

/** A wrong name or hyperparameter is told before the first run, not as a failure of each. */
function checkDetector(label: string, detector: ComparedDetector): void {
  if (typeof detector === 'function') return;
  if (typeof detector !== 'object' || detector === null) {
    throw new TypeError(`${label}: detector must be its name and params, got ${detector}`);
  }
  if ('fit' in detector) return;
  try {
    detectorOf(detector.name, detector.params);
  } catch (error) {
    throw new RangeError(`${label}: ${(error as Error).message}`);
  }
}
