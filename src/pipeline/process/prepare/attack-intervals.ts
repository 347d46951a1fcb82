import { checkRecording } from '../../../data/process/check-recording';
import { pausesOf } from '../../../data/process/pauses';
import type { ProcessRecording } from '../../../data/process/recording';
import { eventsOf, type SeriesEvent } from '../../../metrics/series/events';

/** An attack on a process, by its labels; `start` is its first sample, `end` the one after its last. */
export interface AttackInterval extends SeriesEvent {
  /** Epoch ms of the first and of the last sample. */
  readonly startTime: number;
  readonly endTime: number;
  /** From the first sample to the end of the last. */
  readonly seconds: number;
  /** Processes that are labelled at some time of it, such as `P1`; empty where labels do not tell. */
  readonly processes: readonly string[];
}

/**
 * The attacks of a recording, in order: runs of samples that are labelled 1.
 *
 * @returns empty where no label is 1.
 * @throws {RangeError} if the recording has no labels, or is not whole.
 */
export function attackIntervals(recording: ProcessRecording): AttackInterval[] {
  checkRecording(recording);
  const { name, times, labels, labelsByProcess = {} } = recording;
  if (labels === null) throw new RangeError(`recording ${name} must have labels, got none`);
  const { stepSeconds } = pausesOf(times);
  return eventsOf(labels).map(({ start, end }) => {
    const [startTime, endTime] = [times[start], times[end - 1]];
    const processes = Object.entries(labelsByProcess)
      .filter(([, ofProcess]) => ofProcess.subarray(start, end).includes(1))
      .map(([process]) => process);
    const seconds = (endTime - startTime) / 1000 + stepSeconds;
    return { start, end, startTime, endTime, seconds, processes };
  });
}
