import type { ProcessRecording } from './recording';

/**
 * Refuses what is no whole recording; values may be NaN.
 *
 * @param where stands before the message of an error. Default: the recording's name.
 * @throws {TypeError} if it is none.
 * @throws {RangeError} if it has no samples or points, lengths do not fit, a point occurs twice, times do not ascend, or a label is not 0 or 1.
 */
export function checkRecording(
  recording: ProcessRecording,
  where: string = `recording ${recording?.name}`,
): void {
  if (!recording?.samples || !recording.points || !recording.times) {
    throw new TypeError(`recording must have points, samples and times, got ${recording}`);
  }
  const { points, samples, times, labels, labelsByProcess = {} } = recording;
  const { data, nSamples, nFeatures } = samples;
  if (!(nSamples > 0)) throw new RangeError(`${where} must have samples, got none`);
  if (points.length === 0) throw new RangeError(`${where} must have a point, got none`);
  checkLength(where, 'a point for each feature', points, nFeatures);
  checkLength(where, 'a value for each sample and point', data, nSamples * nFeatures);
  checkLength(where, 'a time for each sample', times, nSamples);
  const twice = points.find((point, j) => points.indexOf(point) !== j);
  if (twice !== undefined) throw new RangeError(`${where}: points must differ, got ${twice} twice`);
  checkTimes(where, times);
  const lists = [...(labels ? [labels] : []), ...Object.values(labelsByProcess)];
  for (const list of lists) {
    checkLength(where, 'a label for each sample', list, nSamples);
    const wrong = list.findIndex((label) => label !== 0 && label !== 1);
    if (wrong < 0) continue;
    throw new RangeError(`${where}, sample ${wrong}: labels must be 0 or 1, got ${list[wrong]}`);
  }
}

/**
 * Refuses values that are not finite.
 *
 * @param where stands before the message of an error. Default: the recording's name.
 * @throws {RangeError} at the first one, with sample, from 0 on, and point.
 */
export function checkFiniteValues(recording: ProcessRecording, where?: string): void {
  checkValues(recording, Number.isFinite, 'must be finite', where);
}

/**
 * Refuses values that are not right.
 *
 * @param must what is expected of them.
 * @throws {RangeError} at the first one, with sample, from 0 on, and point.
 */
export function checkValues(
  { name, points, samples: { data } }: ProcessRecording,
  isRight: (value: number) => boolean,
  must: string,
  where: string = `recording ${name}`,
): void {
  for (let i = 0; i < data.length; i++) {
    if (isRight(data[i])) continue;
    const sample = Math.floor(i / points.length);
    const point = points[i % points.length];
    throw new RangeError(`${where}, sample ${sample}, point ${point}: ${must}, got ${data[i]}`);
  }
}

function checkLength(where: string, what: string, list: ArrayLike<unknown>, length: number): void {
  if (list.length === length) return;
  throw new RangeError(`${where} must have ${what}, ${length} in all, got ${list.length}`);
}

function checkTimes(where: string, times: Float64Array): void {
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i]) && (i === 0 || times[i] > times[i - 1])) continue;
    const after = i === 0 ? '' : ` after ${times[i - 1]}`;
    throw new RangeError(
      `${where}, sample ${i}: times must ascend, as epoch ms, got ${times[i]}${after}`,
    );
  }
}
