import { checkOptionNames } from '../../check-options';
import { f1, precision, recall } from '../binary';
import { checkLabels, checkSameLength } from '../check';
import { blindSpikes, medianLength } from './blind';
import { eventsToFind, type SeriesEvent } from './events';
import type { SeriesScores } from './series-scores';

/** With which blind detector to compare. */
export interface PointAdjustedOptions {
  /** Samples from one blind spike to the next. Default: the median length of the events. */
  readonly every?: number;
}

/** Point-adjusted scores, never without those of a detector that looks at nothing. */
export interface PointAdjustedScores extends SeriesScores {
  /** The same of one spike every `every` samples. A detector that is not well above it has shown nothing. */
  readonly blind: SeriesScores & { readonly every: number };
}

/**
 * Point-adjusted F1: one flagged sample counts as if its whole event had been flagged.
 *
 * Widely reported and nearly worthless: long events are hit by chance, and each hit is paid in full.
 * So the value of a blind detector always stands beside it. Prefer `etapr`.
 *
 * Source: Xu et al. 2018, Unsupervised anomaly detection via variational auto-encoder for seasonal
 * KPIs in web applications; Kim et al. 2022, Towards a rigorous evaluation of
 * time-series anomaly detection, on why it overrates.
 *
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, no label is 1, or `every` is
 * not an integer of at least 1.
 * @example
 * pointAdjustedF1([0, 1, 1, 1], [1, 0, 1, 0]).recall; // 1
 */
export function pointAdjustedF1(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: PointAdjustedOptions = {},
): PointAdjustedScores {
  checkOptionNames(options, ['every']);
  const events = eventsToFind(labels);
  checkSameLength(labels, predictions, 'predictions');
  checkLabels(predictions, 'predictions');
  const every = options.every ?? medianLength(events);
  const spikes = blindSpikes(labels.length, every);
  return {
    ...adjustedScores(labels, predictions, events),
    blind: { every, ...adjustedScores(labels, spikes, events) },
  };
}

function adjustedScores(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  events: readonly SeriesEvent[],
): SeriesScores {
  const adjusted = Int32Array.from(predictions);
  for (const { start, end } of events) {
    if (adjusted.subarray(start, end).includes(1)) adjusted.fill(1, start, end);
  }
  return {
    precision: precision(labels, adjusted),
    recall: recall(labels, adjusted),
    f1: f1(labels, adjusted),
  };
}
