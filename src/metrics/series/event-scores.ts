import { eventsOfBoth, type SeriesEvent, sharedSamples } from './events';
import { type SeriesScores, seriesScores } from './series-scores';

/** Precision, recall and F1 that count events, not samples. */
export interface EventScores extends SeriesScores {
  /** Events with at least one flagged sample. */
  readonly detected: SeriesEvent[];
  /** Events without one. */
  readonly missed: SeriesEvent[];
  /** Runs of flags that touch no event. */
  readonly falseAlarms: SeriesEvent[];
}

/**
 * Event precision, recall and F1: one flagged sample finds an event, one run of flags outside all
 * events is one false alarm.
 *
 * Easily fooled: whoever flags everything has one run that touches an event, and F1 1. Read it
 * beside a figure that counts samples.
 *
 * Source: Hundman et al. 2018, Detecting spacecraft anomalies using LSTMs and nonparametric dynamic
 * thresholding, its counts of true and false positive sequences.
 *
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, or no label is 1.
 * @example
 * eventScores([1, 1, 0, 0, 1], [0, 1, 0, 1, 0]).recall; // 0.5
 */
export function eventScores(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): EventScores {
  const { actual, flagged } = eventsOfBoth(labels, predictions);
  const [detected, missed] = partedByTouch(actual, flagged);
  const [, falseAlarms] = partedByTouch(flagged, actual);
  const nAlarms = detected.length + falseAlarms.length;
  const precision = nAlarms === 0 ? 0 : detected.length / nAlarms;
  return {
    ...seriesScores(precision, detected.length / actual.length),
    detected,
    missed,
    falseAlarms,
  };
}

/** The events that share a sample with one of `others`, and those that do not; both in order. */
function partedByTouch(
  events: readonly SeriesEvent[],
  others: readonly SeriesEvent[],
): [SeriesEvent[], SeriesEvent[]] {
  const parts: [SeriesEvent[], SeriesEvent[]] = [[], []];
  let next = 0;
  for (const event of events) {
    while (next < others.length && others[next].end <= event.start) next++;
    const touches = next < others.length && sharedSamples(event, others[next]) > 0;
    parts[touches ? 0 : 1].push(event);
  }
  return parts;
}
