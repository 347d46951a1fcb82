import { checkChoice, checkOptionNames } from '../check-options';
import { checkFiniteValues } from '../data/process/check-recording';
import { pausesOf } from '../data/process/pauses';
import type { ProcessRecording } from '../data/process/recording';
import { joinNumbers } from './join-numbers';
import { checkSamePoints, joinSamples } from './process-recordings';
import { makeWindows, samplesInWindow, takeWindows, type Windows } from './window';

/** Whose label a window gets: its last sample's, the one's after it, or 1 if any of its own is 1. */
export type WindowLabel = 'last' | 'next' | 'any';

/** How windows are laid. */
export interface RecordingWindowsOptions {
  /** Samples in a window, at least 1. */
  readonly length: number;
  /** Samples from one window to the next. Default 1. */
  readonly stride?: number;
  /**
   * Default `last`, which is the sample that a window's score is for. `next` is what seed 004 does: a label of a sample that the
   * window does not hold. It is there to show the difference; windows without a next sample are left out.
   */
  readonly label?: WindowLabel;
}

/** Windows over recordings, and what each is about. */
export interface RecordingWindows {
  /** Made batch by batch, never across files or pauses. */
  readonly windows: Windows;
  /** Shape `[nWindows]`; null where a recording has no labels. */
  readonly labels: Int32Array | null;
  /** Of the last sample, epoch ms, shape `[nWindows]`. */
  readonly times: Float64Array;
  /** Which recording each window is of, shape `[nWindows]`. */
  readonly recordings: Int32Array;
}

/**
 * Lays windows over one or several recordings, never across files, nor across pauses: steps that are longer than half as long again as
 * the usual one of the recording.
 *
 * A single recording's samples are not copied; those of several are put in one matrix.
 *
 * @throws {RangeError} if there are no recordings, points differ, a value is not finite, or an option is unknown or out of range.
 * @example
 * const { windows, labels } = recordingWindows(recording, { length: 100, stride: 10 });
 */
export function recordingWindows(
  recordings: ProcessRecording | readonly ProcessRecording[],
  options: RecordingWindowsOptions,
): RecordingWindows {
  checkOptionNames(options, ['length', 'stride', 'label']);
  const { length, stride = 1, label = 'last' } = options;
  checkChoice('label', label, ['last', 'next', 'any']);
  const all = checkSamePoints(recordings);
  for (const recording of all) checkFiniteValues(recording);
  const runs = runsOf(all);
  const every = makeWindows({ samples: joinSamples(all), length, stride, entities: runs });
  const windows = label === 'next' ? withNext(every, runs) : every;
  const times = joinNumbers(all.map((recording) => recording.times));
  const recordingOf = joinNumbers(all.map(({ times }, i) => times.map(() => i)));
  return {
    windows,
    labels: labelsOf(all, windows, label),
    times: Float64Array.from(windows.ends, (end) => times[end]),
    recordings: Int32Array.from(windows.ends, (end) => recordingOf[end]),
  };
}

/** Numbers the runs of samples between pauses, across recordings. */
function runsOf(recordings: readonly ProcessRecording[]): Float64Array {
  let run = -1;
  return joinNumbers(
    recordings.map(({ times }) => {
      const longest = 1500 * pausesOf(times).stepSeconds;
      return times.map((time, i) => (i === 0 || time - times[i - 1] > longest ? ++run : run));
    }),
  );
}

function withNext(windows: Windows, runs: Float64Array): Windows {
  const indices = Array.from(windows.ends.keys());
  return takeWindows(
    windows,
    indices.filter((i) => runs[windows.ends[i] + 1] === runs[windows.ends[i]]),
  );
}

function labelsOf(
  recordings: readonly ProcessRecording[],
  windows: Windows,
  label: WindowLabel,
): Int32Array | null {
  const lists = recordings.flatMap(({ labels }) => (labels ? [Float64Array.from(labels)] : []));
  if (lists.length < recordings.length) return null;
  const labels = joinNumbers(lists);
  if (label === 'any') {
    return Int32Array.from(windows.ends, (_, i) =>
      samplesInWindow(windows, i).some((sample) => labels[sample] === 1) ? 1 : 0,
    );
  }
  return Int32Array.from(windows.ends, (end) => labels[label === 'last' ? end : end + 1]);
}
