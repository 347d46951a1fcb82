import { checkInteger, checkList, checkOptionNames } from '../../check-options';
import { pausesOf } from '../../data/process/pauses';
import type { ProcessRecording } from '../../data/process/recording';
import type { FitOptions } from '../../detectors/detector';
import { flag } from '../../evaluate/thresholds/flag';
import { joinNumbers } from '../../features/join-numbers';
import { blindFlags } from './blind-flags';
import { checkProcessRecordings } from './check-recordings';
import {
  judgeSeriesFlags,
  judgeSeriesScores,
  type SeriesFlagFigures,
  type SeriesScoreFigures,
} from './judge-series';
import { forecastMethod } from './methods/forecast-method';
import type { FittedProcessMethod, ProcessMethod, ProcessTraining } from './methods/method';
import { POINT_METHODS } from './methods/point-methods';
import { WINDOW_METHODS } from './methods/window-methods';
import { splitRecordings } from './prepare/split-recordings';
import { type ThresholdName, thresholdsOf } from './thresholds';

/** What an experiment is made of, and how large it is. */
export interface ProcessExperimentOptions {
  /** Normal operation, scaled. The last tenth by time is kept apart for early stopping, scaling of errors and thresholds without labels. */
  readonly train: ProcessRecording | readonly ProcessRecording[];
  /** With attacks, scaled alike. The first is also what thresholds with labels are chosen on; those are reported on the others only. */
  readonly tests: readonly ProcessRecording[];
  /** Default 0. */
  readonly seed?: number;
  /** Of the networks, at most. Default 50. */
  readonly epochs?: number;
  /** Names out of `PROCESS_METHODS`. Default all. */
  readonly methods?: readonly string[];
  /** Samples in a window. Default 100. */
  readonly length?: number;
  /** Windows that networks train on at most. Default 4,000. */
  readonly trainWindows?: number;
  /** Samples from one window that is scored to the next; scores are held between. Default 10. */
  readonly testStride?: number;
  /** One sample in so many is what methods of single samples learn from. Default 10. */
  readonly fitStride?: number;
  /** Of the networks: what is called after each epoch, and folders. */
  readonly fitOptions?: Omit<FitOptions<never>, 'validation'>;
  /** Called when a method is done. */
  readonly onMethod?: (name: string, seconds: number) => void;
}

/** A line of the table: a method on a test recording, by one threshold. Figures of scores are null for blind flags. */
export interface ProcessResult
  extends SeriesFlagFigures,
    Readonly<Record<keyof SeriesScoreFigures, number | null>> {
  readonly method: string;
  /** Name of the recording. */
  readonly test: string;
  /** `none` for blind flags. */
  readonly rule: ThresholdName | 'none';
  readonly threshold: number | null;
}

/** Scores of one variant of a method. */
export interface ProcessScores {
  /** Of the validation recordings, one behind the other. */
  readonly validation: Float64Array;
  /** Of each test, shape `[nSamples]`. */
  readonly tests: readonly Float64Array[];
  readonly thresholds: Readonly<Partial<Record<ThresholdName, number>>>;
}

/** Results, and what they were made of. */
export interface ProcessOutcome {
  readonly results: readonly ProcessResult[];
  /** By the names in the results. */
  readonly scores: Readonly<Record<string, ProcessScores>>;
}

const METHODS: readonly ProcessMethod[] = [...POINT_METHODS, ...WINDOW_METHODS, forecastMethod()];

/** Methods that `processExperiment` can run, trivial ones first. */
export const PROCESS_METHODS: readonly string[] = METHODS.map(({ name }) => name);

/**
 * Trains detectors of an industrial process on normal operation, and judges them on recordings with attacks.
 *
 * Nothing is chosen on what it is reported on: networks stop by the last tenth of training, thresholds come from there, too, or, where
 * they are the best G-mean, from the first test, and then stand for the others only. Figures without a threshold are those of each test.
 * Blind flags stand beside. Memory is some three times that of the largest recording, beside the recordings.
 *
 * @returns rows by method, test and rule.
 * @throws {RangeError} if points differ, a value is not finite, training has an attack or a test none, a recording is shorter than a window, a
 * method is unknown, or an option is unknown or out of range.
 * @example
 * const { results } = await processExperiment({ train: [train1, train2], tests: [test1, test2], seed: 42 });
 */
export async function processExperiment(
  options: ProcessExperimentOptions,
): Promise<ProcessOutcome> {
  checkOptionNames(options, OPTION_NAMES);
  const { tests, onMethod } = options;
  checkList('tests', tests);
  const training = trainingOf(options);
  const results: ProcessResult[] = tests.flatMap((test) => blindResults(test, training.seed));
  const scores: Record<string, ProcessScores> = {};
  for (const method of chosenMethods(options.methods)) {
    const start = performance.now();
    const fitted = await method.fit(training);
    try {
      Object.assign(scores, await scoreAll(fitted, training.validation, tests));
    } finally {
      fitted.dispose();
    }
    onMethod?.(method.name, (performance.now() - start) / 1000);
  }
  for (const [name, ofMethod] of Object.entries(scores)) {
    tests.forEach((test, i) => {
      results.push(...resultsOf(name, ofMethod, test, i));
    });
  }
  return { results, scores };
}

const OPTION_NAMES = [
  ...['train', 'tests', 'seed', 'epochs', 'methods', 'length', 'trainWindows', 'testStride'],
  ...['fitStride', 'fitOptions', 'onMethod'],
];

function trainingOf(options: ProcessExperimentOptions): ProcessTraining {
  const { seed = 0, epochs = 50, length = 100, trainWindows = 4000 } = options;
  const { testStride = 10, fitStride = 10, fitOptions } = options;
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  checkInteger('epochs', epochs, 0);
  for (const [name, value] of Object.entries({ length, trainWindows, testStride, fitStride })) {
    checkInteger(name, value, 1);
  }
  const train = 'points' in options.train ? [options.train] : options.train;
  checkProcessRecordings(train, options.tests);
  const parts = splitRecordings(train);
  for (const { name, times } of [...parts.train, ...parts.validation, ...options.tests]) {
    if (times.length >= length) continue;
    throw new RangeError(`recording ${name} must have ${length} samples, got ${times.length}`);
  }
  const sizes = { length, trainWindows, testStride, fitStride };
  return { ...parts, seed, epochs, ...sizes, ...(fitOptions && { fitOptions }) };
}

function chosenMethods(names: readonly string[] = PROCESS_METHODS): ProcessMethod[] {
  checkList('methods', names);
  return names.map((wanted) => {
    const found = METHODS.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    throw new RangeError(`method must be one of ${PROCESS_METHODS.join('; ')}, got ${wanted}`);
  });
}

async function scoreAll(
  fitted: FittedProcessMethod,
  validation: readonly ProcessRecording[],
  tests: readonly ProcessRecording[],
): Promise<Record<string, ProcessScores>> {
  const scored: Readonly<Record<string, Float64Array>>[] = [];
  for (const recording of [...validation, ...tests]) scored.push(await fitted.score(recording));
  const names = Object.keys(scored[0]);
  return Object.fromEntries(
    names.map((name) => {
      const lists = scored.map((each) => each[name]);
      const normal = joinNumbers(lists.slice(0, validation.length));
      const ofTests = lists.slice(validation.length);
      const thresholds = thresholdsOf(normal, tests[0].labels!, ofTests[0]);
      return [name, { validation: normal, tests: ofTests, thresholds }];
    }),
  );
}

function resultsOf(
  method: string,
  { tests, thresholds }: ProcessScores,
  { name, labels, times }: ProcessRecording,
  index: number,
): ProcessResult[] {
  const scores = tests[index];
  const ofScores = judgeSeriesScores(labels!, scores);
  const { stepSeconds } = pausesOf(times);
  return (Object.entries(thresholds) as [ThresholdName, number][])
    .filter(([rule]) => rule !== 'best G-mean' || index > 0)
    .map(([rule, threshold]) => {
      const ofFlags = judgeSeriesFlags(labels!, flag(scores, threshold), stepSeconds);
      return { method, test: name, rule, threshold, ...ofScores, ...ofFlags };
    });
}

function blindResults(test: ProcessRecording, seed: number): ProcessResult[] {
  const { stepSeconds } = pausesOf(test.times);
  const none = { rocAuc: null, averagePrecision: null, vusRoc: null, vusPr: null };
  return blindFlags(test.labels!, seed).map(({ name, flags }) => ({
    method: name,
    test: test.name,
    rule: 'none',
    threshold: null,
    ...none,
    ...judgeSeriesFlags(test.labels!, flags, stepSeconds),
  }));
}
