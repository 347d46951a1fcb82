import { checkInteger } from '../check-options';
import { checkLabels, checkSameLength } from '../metrics/check';

/** What was flagged in one stretch of a stream. */
export interface FlaggedPeriod {
  /** From 0. */
  readonly period: number;
  readonly nNormal: number;
  /** Normal samples that are flagged. */
  readonly falseAlarms: number;
  readonly nAnomalies: number;
  /** Anomalies that are flagged. */
  readonly nFound: number;
}

/**
 * Counts what was flagged in each stretch of a stream, such as a week: whether alarms rise and finds fall as it drifts.
 *
 * @param labels 0 normal, 1 anomaly, in order of time, shape `[nSamples]`.
 * @param flags 1 flagged, 0 not, shape `[nSamples]`.
 * @param samplesPerPeriod at least 1; the last period may hold fewer.
 * @returns one row a period, in order of time.
 * @throws {RangeError} if lengths differ or are 0, a label or flag is not 0 or 1, or `samplesPerPeriod` is out of range.
 * @throws {TypeError} if labels or flags are no list.
 * @example
 * flagsByPeriod([0, 0, 1, 0], [0, 1, 1, 0], 2).map(({ falseAlarms }) => falseAlarms); // [1, 0]
 */
export function flagsByPeriod(
  labels: ArrayLike<number>,
  flags: ArrayLike<number>,
  samplesPerPeriod: number,
): FlaggedPeriod[] {
  checkLabels(labels);
  checkSameLength(labels, flags, 'flags');
  checkLabels(flags, 'flags');
  checkInteger('samplesPerPeriod', samplesPerPeriod, 1);
  const nPeriods = Math.ceil(labels.length / samplesPerPeriod);
  return Array.from({ length: nPeriods }, (_, period) => {
    const first = period * samplesPerPeriod;
    const end = Math.min(first + samplesPerPeriod, labels.length);
    let [nAnomalies, falseAlarms, nFound] = [0, 0, 0];
    for (let i = first; i < end; i++) {
      nAnomalies += labels[i];
      if (labels[i] === 1) nFound += flags[i];
      else falseAlarms += flags[i];
    }
    return { period, nNormal: end - first - nAnomalies, falseAlarms, nAnomalies, nFound };
  });
}
