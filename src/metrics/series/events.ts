import { checkLabels, checkSameLength } from '../check';

/** A run of anomalous samples in a series: `start` is its first, `end` the one after its last. */
export interface SeriesEvent {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of 1 in labels or predictions, in order.
 *
 * A run counts as one event however long it is; runs that touch are one.
 *
 * @returns empty where no label is 1.
 * @throws {RangeError} if there are none, or one is neither 0 nor 1; `name` stands in the message.
 * @example
 * eventsOf([0, 1, 1, 0, 1]); // [{ start: 1, end: 3 }, { start: 4, end: 5 }]
 */
export function eventsOf(labels: ArrayLike<number>, name: string = 'labels'): SeriesEvent[] {
  checkLabels(labels, name);
  const events: SeriesEvent[] = [];
  let start = -1;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1 && start < 0) start = i;
    if (labels[i] === 0 && start >= 0) {
      events.push({ start, end: i });
      start = -1;
    }
  }
  if (start >= 0) events.push({ start, end: labels.length });
  return events;
}

/**
 * The events of labels, of which there must be one to find.
 *
 * @throws {RangeError} if no label is 1, or one is neither 0 nor 1.
 */
export function eventsToFind(labels: ArrayLike<number>): SeriesEvent[] {
  const events = eventsOf(labels);
  if (events.length === 0) {
    throw new RangeError('labels must hold at least one 1 (anomaly), got only 0');
  }
  return events;
}

/**
 * The events of labels, and those that predictions flag.
 *
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, or no label is 1.
 */
export function eventsOfBoth(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): { readonly actual: SeriesEvent[]; readonly flagged: SeriesEvent[] } {
  const actual = eventsToFind(labels);
  checkSameLength(labels, predictions, 'predictions');
  return { actual, flagged: eventsOf(predictions, 'predictions') };
}

/** How many samples two events share. */
export function sharedSamples(a: SeriesEvent, b: SeriesEvent): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}
