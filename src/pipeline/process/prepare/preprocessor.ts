import { checkChoice, checkOptionNames } from '../../../check-options';
import { checkFiniteValues, checkRecording } from '../../../data/process/check-recording';
import type { ProcessRecording } from '../../../data/process/recording';
import { describeRecording } from '../../../features/process-points';
import { checkSamePoints } from '../../../features/process-recordings';
import { applyScaler, fitScaler, type ScalerKind, type ScalerState } from '../../../features/scale';

/** How points are prepared. */
export interface ProcessPreprocessorOptions {
  /** Default `standard`. */
  readonly kind?: ScalerKind;
  /**
   * What becomes of points that never change in training. `keep`, the default, leaves them where they are, with a scale of 1, so that all
   * files have the same columns and a change of one of them, which no training has seen, is scored in its own unit; `drop` leaves them out.
   */
  readonly constants?: 'keep' | 'drop';
}

/** What was learned from normal operation: plain JSON. */
export interface ProcessPreprocessor {
  /** Points of the recordings that it takes, in their order. */
  readonly points: readonly string[];
  /** Those of them that are constant in training. */
  readonly constants: readonly string[];
  /** Points of what it makes: all, or all but the constants. */
  readonly outputs: readonly string[];
  /** Of the outputs, in their order. */
  readonly scaler: ScalerState;
  /** What it was fitted on; times are epoch ms. */
  readonly fittedOn: readonly {
    readonly name: string;
    readonly nSamples: number;
    readonly firstTime: number;
    readonly lastTime: number;
  }[];
}

/**
 * Learns from normal operation how to bring points to one scale.
 *
 * @param train one recording or several, taken together.
 * @throws {RangeError} if a sample is labelled as an anomaly, points differ, a value is not finite, all points are constant and to be dropped, or an
 * option is unknown.
 */
export function fitProcessPreprocessor(
  train: ProcessRecording | readonly ProcessRecording[],
  options: ProcessPreprocessorOptions = {},
): ProcessPreprocessor {
  checkOptionNames(options, ['kind', 'constants']);
  const { kind = 'standard', constants: treatment = 'keep' } = options;
  checkChoice('constants', treatment, ['keep', 'drop']);
  const recordings = checkSamePoints(train);
  for (const recording of recordings) {
    checkNormal(recording);
    checkFiniteValues(recording);
  }
  const { points } = recordings[0];
  const summaries = describeRecording(recordings);
  const constants = points.filter((_, j) => summaries[j].isConstant);
  const outputs = treatment === 'keep' ? points : points.filter((p) => !constants.includes(p));
  if (outputs.length === 0) {
    throw new RangeError('points must not all be constant where constants are dropped');
  }
  const scalers = outputs.map((point) => fitColumn(recordings, points.indexOf(point), kind));
  return {
    points,
    constants,
    outputs,
    scaler: {
      kind,
      center: scalers.flatMap(({ center }) => center),
      scale: scalers.flatMap(({ scale }) => scale),
    },
    fittedOn: recordings.map(({ name, times }) => ({
      name,
      nSamples: times.length,
      firstTime: times[0],
      lastTime: times[times.length - 1],
    })),
  };
}

/**
 * Scales a recording; times and labels stay.
 *
 * Points are found by name, so their order may differ from that in training.
 *
 * @throws {RangeError} if the recording is not whole, lacks a point or has a further one, or a value is not finite.
 */
export function applyProcessPreprocessor(
  preprocessor: ProcessPreprocessor,
  recording: ProcessRecording,
): ProcessRecording {
  const { points, outputs, scaler } = preprocessor;
  checkRecording(recording);
  const missing = points.find((point) => !recording.points.includes(point));
  const further = recording.points.find((point) => !points.includes(point));
  if (missing !== undefined || further !== undefined) {
    const what = missing === undefined ? `further point ${further}` : `no ${missing}`;
    throw new RangeError(
      `recording ${recording.name} must have the ${points.length} points of training, got ${what}`,
    );
  }
  checkFiniteValues(recording);
  const columns = outputs.map((point) => recording.points.indexOf(point));
  const samples = applyScaler(scaler, takeColumns(recording, columns));
  return { ...recording, points: outputs, samples };
}

function checkNormal({ name, labels }: ProcessRecording): void {
  const nAnomalies = labels?.reduce((sum, label) => sum + (label === 0 ? 0 : 1), 0) ?? 0;
  if (nAnomalies > 0) {
    throw new RangeError(
      `recording ${name} must be normal operation to be trained on, got ${nAnomalies} samples labelled as anomalies`,
    );
  }
}

/** Column by column, so that several recordings need not be put in one matrix. */
function fitColumn(
  recordings: readonly ProcessRecording[],
  j: number,
  kind: ScalerKind,
): ScalerState {
  const nSamples = recordings.reduce((sum, { times }) => sum + times.length, 0);
  const data = new Float64Array(nSamples);
  let at = 0;
  for (const { samples } of recordings) {
    for (let from = j; from < samples.data.length; from += samples.nFeatures) {
      data[at++] = samples.data[from];
    }
  }
  return fitScaler({ data, nSamples, nFeatures: 1 }, kind);
}

function takeColumns({ samples }: ProcessRecording, columns: readonly number[]) {
  const { data, nSamples, nFeatures } = samples;
  if (columns.length === nFeatures && columns.every((column, j) => column === j)) return samples;
  const taken = new Float64Array(nSamples * columns.length);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < columns.length; j++) {
      taken[i * columns.length + j] = data[i * nFeatures + columns[j]];
    }
  }
  return { data: taken, nSamples, nFeatures: columns.length };
}
