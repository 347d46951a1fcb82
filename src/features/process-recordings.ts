import { checkInteger, checkOptionNames } from '../check-options';
import { checkRecording } from '../data/process/check-recording';
import type { ProcessRecording } from '../data/process/recording';
import { type Matrix, takeRows } from '../matrix';
import { joinNumbers } from './join-numbers';

/**
 * Recordings as a list, each of them whole, all of the same points in the same order.
 *
 * @throws {RangeError} if there are none, one has no samples, lengths do not fit, times do not ascend, a label is not 0 or 1, or points differ; the
 * point is named.
 * @throws {TypeError} if it is neither a recording nor a list of them.
 */
export function checkSamePoints(
  recordings: ProcessRecording | readonly ProcessRecording[],
): readonly ProcessRecording[] {
  const all = [recordings].flat() as readonly ProcessRecording[];
  if (all.length === 0) throw new RangeError('recordings must not be empty, got none');
  for (const recording of all) checkRecording(recording);
  const [{ name, points }] = all;
  for (const other of all) {
    const length = Math.max(points.length, other.points.length);
    for (let j = 0; j < length; j++) {
      if (points[j] === other.points[j]) continue;
      throw new RangeError(
        `recording ${other.name}, column ${j + 1}, must be ${points[j] ?? 'none'} as in ${name}, got ${other.points[j] ?? 'none'}`,
      );
    }
  }
  return all;
}

/**
 * Samples of a recording from `start` up to, not including, `end`; nothing is copied but labels.
 *
 * @throws {RangeError} if that is no range of its samples.
 */
export function sliceRecording(
  recording: ProcessRecording,
  start: number,
  end: number = recording.samples.nSamples,
): ProcessRecording {
  const { nSamples, nFeatures } = recording.samples;
  checkInteger('start', start, 0, nSamples);
  checkInteger('end', end, start, nSamples);
  const data = recording.samples.data.subarray(start * nFeatures, end * nFeatures);
  const samples = { data, nSamples: end - start, nFeatures };
  return withSamples(recording, samples, (values) => values.subarray(start, end) as typeof values);
}

/**
 * Every so many samples of a recording, the first one kept: copied.
 *
 * @param every 100 for a sample in 100.
 * @throws {RangeError} if it is no integer of at least 1.
 */
export function thinRecording(recording: ProcessRecording, every: number): ProcessRecording {
  checkInteger('every', every, 1);
  const { samples } = recording;
  const length = Math.ceil(samples.nSamples / every);
  const kept = Int32Array.from({ length }, (_, i) => i * every);
  return withSamples(
    recording,
    takeRows(samples, kept),
    (values) => values.filter((_, i) => i % every === 0) as typeof values,
  );
}

/** Which samples of a point are taken. */
export interface PointValuesOptions {
  /** One sample in so many, the first of each recording on. Default 1. */
  readonly every?: number;
  /** Only samples of this label; those of recordings without labels are 0. Default: all. */
  readonly label?: 0 | 1;
}

/**
 * The values of a point, recording after recording.
 *
 * @throws {RangeError} if a recording lacks the point, points differ, or an option is unknown or out of range.
 */
export function pointValues(
  recordings: ProcessRecording | readonly ProcessRecording[],
  point: string,
  options: PointValuesOptions = {},
): Float64Array {
  checkOptionNames(options, ['every', 'label']);
  const { every = 1, label } = options;
  checkInteger('every', every, 1);
  const values: number[] = [];
  for (const { name, points, samples, labels } of checkSamePoints(recordings)) {
    const j = points.indexOf(point);
    if (j < 0) throw new RangeError(`recording ${name} must have point ${point}, got none`);
    for (let i = 0; i < samples.nSamples; i += every) {
      if (label !== undefined && (labels?.[i] ?? 0) !== label) continue;
      values.push(samples.data[i * samples.nFeatures + j]);
    }
  }
  return Float64Array.from(values);
}

/** All samples in one matrix; of a single recording its own. */
export function joinSamples(recordings: readonly ProcessRecording[]): Matrix {
  if (recordings.length === 1) return recordings[0].samples;
  const { nFeatures } = recordings[0].samples;
  const data = joinNumbers(recordings.map(({ samples }) => samples.data));
  const nSamples = recordings.reduce((sum, { samples }) => sum + samples.nSamples, 0);
  return { data, nSamples, nFeatures };
}

/** A recording with other samples; times and labels are cut alike. */
function withSamples(
  { name, points, times, labels, labelsByProcess }: ProcessRecording,
  samples: Matrix,
  cut: <Values extends Float64Array | Int32Array>(values: Values) => Values,
): ProcessRecording {
  const byProcess = Object.entries(labelsByProcess ?? {});
  return {
    name,
    points,
    samples,
    times: cut(times),
    labels: labels && cut(labels),
    ...(labelsByProcess && {
      labelsByProcess: Object.fromEntries(byProcess.map(([key, values]) => [key, cut(values)])),
    }),
  };
}
