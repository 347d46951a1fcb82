import { isolationForest } from '../../detectors/isolation-forest';
import { largestZ } from '../../detectors/largest-z';
import { contaminationThreshold } from '../../evaluate/thresholds/contamination';
import { type DriftStream, emptyRun, featuresOf, type MethodRun } from './stream';

/** Runs of what is fitted once, or anew now and then. */
export async function batchRuns(stream: DriftStream): Promise<MethodRun[]> {
  const { oddities, settings, borders, seed, validationWeek } = stream;
  const [first, end] = [borders[validationWeek], borders[settings.weeks]];
  const train = featuresOf(stream, 0, validationWeek);
  const later = featuresOf(stream, validationWeek, settings.weeks);
  const laterOf = (own: ArrayLike<number>) => {
    const scores = new Float64Array(end);
    scores.set(own, first);
    return scores;
  };
  const z = laterOf(await (await largestZ().fit(train)).score(later));
  const forest = laterOf(await (await isolationForest({ seed }).fit(train)).score(later));
  return [
    ...(oddities
      ? [keptRun('new call, errors and writes: nothing learned', stream, oddities)]
      : []),
    keptRun('largest z-score: frozen', stream, z),
    keptRun('isolation forest: frozen', stream, forest),
    anewRun('isolation forest: threshold anew', stream, forest),
    await retrainedRun('isolation forest: retrained', stream),
  ];
}

/** One threshold for all weeks, of the weeks before the first that is judged. */
function keptRun(name: string, stream: DriftStream, scores: Float64Array): MethodRun {
  const run = { ...emptyRun(name, stream), scores };
  flagWeeks(run, stream, stream.testWeek, stream.settings.weeks);
  return run;
}

/** A threshold of the weeks before for each period. */
function anewRun(name: string, stream: DriftStream, scores: Float64Array): MethodRun {
  const run = { ...emptyRun(name, stream), scores };
  for (const [from, to] of periodsOf(stream)) flagWeeks(run, stream, from, to);
  return run;
}

/**
 * A new forest for each period, of as many weeks as the first one was fitted on: those before the weeks that set its threshold.
 */
async function retrainedRun(name: string, stream: DriftStream): Promise<MethodRun> {
  const run = emptyRun(name, stream);
  const { trainWeeks, validationWeeks } = stream.settings;
  for (const [from, to] of periodsOf(stream)) {
    const validation = from - validationWeeks;
    const train = featuresOf(stream, validation - trainWeeks, validation);
    const forest = await isolationForest({ seed: stream.seed }).fit(train);
    run.scores.set(
      await forest.score(featuresOf(stream, validation, to)),
      stream.borders[validation],
    );
    flagWeeks(run, stream, from, to);
  }
  return run;
}

/** Weeks from one retraining up to the next. */
function periodsOf({ settings, testWeek }: DriftStream): [number, number][] {
  const { weeks, retrainWeeks } = settings;
  const nPeriods = Math.ceil((weeks - testWeek) / retrainWeeks);
  return Array.from({ length: nPeriods }, (_, k) => {
    const from = testWeek + k * retrainWeeks;
    return [from, Math.min(from + retrainWeeks, weeks)];
  });
}

/**
 * Flags some weeks' events by the scores of the weeks before them: as many of those as there may be alarms. Changes the run.
 */
function flagWeeks({ scores, flags }: MethodRun, stream: DriftStream, from: number, to: number) {
  const { borders, settings } = stream;
  const before = scores.subarray(borders[from - settings.validationWeeks], borders[from]);
  const share = (settings.alarmsPerWeek * settings.validationWeeks) / before.length;
  const threshold = contaminationThreshold(before, Math.min(share, 0.5));
  for (let i = borders[from]; i < borders[to]; i++) flags[i] = scores[i] >= threshold ? 1 : 0;
}
