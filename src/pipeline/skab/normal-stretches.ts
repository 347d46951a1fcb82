import type { ProcessRecording } from '../../data/process/recording';
import type { Matrix } from '../../matrix';
import { rowsBetween } from './rows-between';
import { type ScaledRows, SKAB_TRAIN_ROWS, scaleExperiment } from './scaled-rows';

/** Rows that are known to be normal, laid out as an experiment: 400 to fit on, then more. */
export interface NormalStretches {
  /** Of the anomaly-free recording, which is another state of the pump. */
  readonly anomalyFree: readonly ScaledRows[];
  /** The first 400 rows of an experiment, followed by the first 400 of the next, some twenty minutes later. */
  readonly firstRows: readonly ScaledRows[];
}

/** Rows of a stretch of the anomaly-free recording, about as many as an experiment has. */
const STRETCH_ROWS = 1150;
/** Rows from one stretch to the next. */
const STEP_ROWS = 375;

/**
 * All that constants may be chosen on: the anomaly-free recording and the first 400 rows of experiments.
 *
 * @param experiments in the order in which they were run; no label and no row from the 401st on is looked at.
 * @throws {RangeError} if the anomaly-free recording is shorter than a stretch, there are fewer than 2 experiments, or one has fewer than 400
 * samples.
 */
export function normalStretches(
  anomalyFree: ProcessRecording,
  experiments: readonly ProcessRecording[],
): NormalStretches {
  const { samples, name } = anomalyFree;
  if (samples.nSamples < STRETCH_ROWS) {
    throw new RangeError(`${name}: must have ${STRETCH_ROWS} samples, got ${samples.nSamples}`);
  }
  if (experiments.length < 2) {
    throw new RangeError(`experiments must be at least 2, got ${experiments.length}`);
  }
  for (const { name, samples } of experiments) {
    if (samples.nSamples >= SKAB_TRAIN_ROWS) continue;
    throw new RangeError(
      `${name}: must have at least ${SKAB_TRAIN_ROWS} samples, got ${samples.nSamples}`,
    );
  }
  const starts: number[] = [];
  for (let start = 0; start + STRETCH_ROWS <= samples.nSamples; start += STEP_ROWS) {
    starts.push(start);
  }
  const firsts = experiments.map((one) => rowsBetween(one.samples, 0, SKAB_TRAIN_ROWS));
  return {
    anomalyFree: starts.map((start) =>
      scaleExperiment({ name, samples: rowsBetween(samples, start, start + STRETCH_ROWS) }),
    ),
    firstRows: firsts
      .slice(1)
      .map((next, i) =>
        scaleExperiment({ name: experiments[i].name, samples: joined(firsts[i], next) }),
      ),
  };
}

function joined(a: Matrix, b: Matrix): Matrix {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, nSamples: a.nSamples + b.nSamples, nFeatures: a.nFeatures };
}
