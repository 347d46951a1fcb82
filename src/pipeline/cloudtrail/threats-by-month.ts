import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { monthName, monthStarts } from '../../evaluate/drift/month-starts';
import { classificationReport } from '../../metrics/classification-report';
import { type JudgedAttack, judgedAttacks } from './judged-attacks';
import type { ThreatScores } from './threat-methods';
import { indexAtTime, type ThreatRows } from './threat-rows';

/**
 * How a method does in one period, at a threshold that is fixed before. A figure of what the period has none of is null.
 */
export interface ThreatPeriod {
  /** Month of its first moment: `2023-01`. */
  readonly month: string;
  /** First moment, epoch ms. */
  readonly start: number;
  readonly nEvents: number;
  readonly nAttackingEvents: number;
  /** Attacks that begin in it. */
  readonly nAttacks: number;
  /** Share of events named right, [0, 1]. */
  readonly accuracy: number | null;
  /** That of calling every event normal. */
  readonly mostFrequentAccuracy: number | null;
  /** Mean recall, and mean F1, of the classes that the period has; null where it has no attacking event. */
  readonly balancedAccuracy: number | null;
  readonly macroF1: number | null;
  /** Share of normal events that are flagged. */
  readonly falsePositiveRate: number | null;
  /** Share of attacking events that are flagged. */
  readonly recall: number | null;
  /** Share of the attacks that begin in it with an event flagged, then or later. */
  readonly attacksFound: number | null;
}

/**
 * Judges scores by calendar month (UTC) at one threshold: how a model that is left alone ages.
 *
 * Accuracy says little, since most events are normal: `mostFrequentAccuracy` stands beside it.
 *
 * @param rows by time, such as three years of them.
 * @param scored of the same rows.
 * @param threshold scores at or above it are flagged.
 * @param from first moment of the first month, epoch ms; the month need not be whole.
 * @throws {RangeError} if there is no event from then on, or scores are not as many as rows.
 */
export function threatsByMonth(
  rows: ThreatRows,
  scored: ThreatScores,
  threshold: number,
  from: number,
): ThreatPeriod[] {
  return threatsByPeriod(rows, scored, threshold, monthStarts(from, endOf(rows)));
}

/** The same by any periods, each up to the start of the next, the last one up to the end. */
export function threatsByPeriod(
  rows: ThreatRows,
  { scores, classes }: ThreatScores,
  threshold: number,
  starts: readonly number[],
): ThreatPeriod[] {
  const nRows = rows.labels.length;
  if (scores.length !== nRows || classes.length !== nRows) {
    throw new RangeError(`scores must be ${nRows} as rows, got ${scores.length}`);
  }
  const attacks = judgedAttacks(rows, scores, threshold);
  const predicted = classes.map((found, i) => (scores[i] >= threshold ? found : 0));
  const borders = [...starts.map((start) => indexAtTime(rows, start)), nRows];
  return starts.map((start, k) => {
    const [from, to] = [borders[k], borders[k + 1]];
    const own = attacks.filter(({ first }) => first >= from && first < to);
    return {
      month: monthName(start),
      start,
      ...figuresOf(rows.labels.subarray(from, to), predicted.subarray(from, to), own),
    };
  });
}

/** Just after the last event; NaN of none. */
export function endOf({ times }: ThreatRows): number {
  return (times.at(-1) ?? Number.NaN) + 1;
}

function figuresOf(
  labels: Int32Array,
  predicted: Int32Array,
  attacks: readonly JudgedAttack[],
): Omit<ThreatPeriod, 'month' | 'start'> {
  const nNormal = labels.filter((label) => label === 0).length;
  const [nEvents, nAttackingEvents] = [labels.length, labels.length - nNormal];
  const isFlagged = predicted.map((found) => (found > 0 ? 1 : 0));
  const nFlagged = (isOf: (label: number) => boolean) =>
    isFlagged.reduce((sum, flag, i) => sum + (isOf(labels[i]) ? flag : 0), 0);
  const counts = { nEvents, nAttackingEvents, nAttacks: attacks.length };
  const nFound = attacks.reduce((sum, { isFound }) => sum + isFound, 0);
  const mean = nAttackingEvents > 0 ? meansOf(labels, predicted) : undefined;
  const nRight = labels.filter((label, i) => label === predicted[i]).length;
  return {
    ...counts,
    accuracy: share(nRight, nEvents),
    mostFrequentAccuracy: share(nNormal, nEvents),
    balancedAccuracy: mean?.recall ?? null,
    macroF1: mean?.f1 ?? null,
    falsePositiveRate: share(
      nFlagged((label) => label === 0),
      nNormal,
    ),
    recall: share(
      nFlagged((label) => label > 0),
      nAttackingEvents,
    ),
    attacksFound: share(nFound, attacks.length),
  };
}

/** Means over the classes that are there. */
function meansOf(labels: Int32Array, predicted: Int32Array): { recall: number; f1: number } {
  const { classes } = classificationReport(labels, predicted, { names: CLOUDTRAIL_CLASSES });
  const present = classes.filter(({ support }) => support > 0);
  const mean = (figure: 'recall' | 'f1') =>
    present.reduce((sum, own) => sum + own[figure], 0) / present.length;
  return { recall: mean('recall'), f1: mean('f1') };
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}
