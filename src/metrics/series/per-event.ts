import { checkLabels, checkSameLength } from '../check';
import { eventsToFind, type SeriesEvent } from './events';

/** How much of one event was flagged. */
export interface EventRecall extends SeriesEvent {
  /** Share of the event's samples that are flagged, in [0, 1]. */
  readonly recall: number;
}

/** How long events went on before they were flagged. */
export interface DetectionDelay {
  /** Samples from an event's start to its first flag, 0 at once; null where it was missed. Shape `[nEvents]`. */
  readonly delays: (number | null)[];
  /** Mean over the detected events; null where none was. */
  readonly mean: number | null;
  /** Events with at least one flagged sample. */
  readonly nDetected: number;
}

/**
 * Recall of each event by itself, in order of time: which events were seen and how fully.
 *
 * Flags outside events cost nothing here.
 *
 * @returns shape `[nEvents]`.
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, or no label is 1.
 * @example
 * perEventRecall([1, 1, 0, 1], [0, 1, 0, 0]).map(({ recall }) => recall); // [0.5, 0]
 */
export function perEventRecall(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): EventRecall[] {
  return checkedEvents(labels, predictions).map(({ start, end }) => {
    let nFlagged = 0;
    for (let i = start; i < end; i++) nFlagged += predictions[i];
    return { start, end, recall: nFlagged / (end - start) };
  });
}

/**
 * Delay of detection: how many samples of each event pass before the first flag.
 *
 * Says nothing of false alarms, and its mean nothing of missed events: a detector that is always on
 * has delay 0.
 *
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, or no label is 1.
 * @example
 * detectionDelay([0, 1, 1, 1], [0, 0, 0, 1]).mean; // 2
 */
export function detectionDelay(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): DetectionDelay {
  const delays = checkedEvents(labels, predictions).map(({ start, end }) => {
    let i = start;
    while (i < end && predictions[i] === 0) i++;
    return i === end ? null : i - start;
  });
  const known = delays.filter((delay) => delay !== null);
  const total = known.reduce((sum, delay) => sum + delay, 0);
  return {
    delays,
    mean: known.length === 0 ? null : total / known.length,
    nDetected: known.length,
  };
}

function checkedEvents(labels: ArrayLike<number>, predictions: ArrayLike<number>): SeriesEvent[] {
  const events = eventsToFind(labels);
  checkSameLength(labels, predictions, 'predictions');
  checkLabels(predictions, 'predictions');
  return events;
}
