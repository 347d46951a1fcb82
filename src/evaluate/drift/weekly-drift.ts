import { checkInteger, checkOptionNames } from '../../check-options';
import { checkScores } from '../../metrics/check';
import { compareDays } from './compare-days';
import {
  columnNames,
  DRIFT_OPTIONS,
  type DriftColumns,
  type DriftOptions,
  driftSettings,
  type FeatureDrift,
  withSignificance,
} from './feature-drift';

/** How weeks are compared. */
export interface WeeklyDriftOptions extends DriftOptions {
  /** First weeks, together the reference for each later one, at least 1. Default 1. */
  readonly referenceWeeks?: number;
}

/** How far a feature of one week is from the reference. */
export interface WeekDrift extends FeatureDrift {
  /** From 1. */
  readonly week: number;
  /** First moment of the week, epoch ms UTC. */
  readonly start: number;
  /** Events of the week. */
  readonly nSamples: number;
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/**
 * How far each feature of each week is from the first weeks, as `featureDrift`.
 *
 * Weeks are seven days from the midnight (UTC) before the first event; a last week that has no event on its seventh day is
 * left out, since other weekdays alone make other features. By chance means: when whole days change sides, since events of one
 * day (of a session, of an hour) are alike; the tests take events for independent and find more. Whether weeks differ
 * more than days do is what `psi` against `psiByChance` says.
 *
 * @param columns each with as many values as there are times.
 * @param times epoch ms, in any order, shape `[nSamples]`.
 * @returns one row a feature and week, week by week; significance is over all of them.
 * @throws {RangeError} as `featureDrift`, if a time is not finite, or there is no whole week after the reference.
 * @throws {TypeError} as `featureDrift`.
 */
export function weeklyDrift(
  columns: DriftColumns,
  times: ArrayLike<number>,
  options: WeeklyDriftOptions = {},
): WeekDrift[] {
  checkOptionNames(options, [...DRIFT_OPTIONS, 'referenceWeeks']);
  const { referenceWeeks = 1, ...others } = options;
  checkInteger('referenceWeeks', referenceWeeks, 1);
  const settings = driftSettings(others);
  const names = columnNames(columns, 'columns');
  checkScores(times, 'times');
  if (columns[names[0]].length !== times.length) {
    throw new RangeError(
      `columns must have ${times.length} values as times, got ${columns[names[0]].length}`,
    );
  }
  const { weeks, firstDay } = samplesByWeek(times);
  const reference = weeks.slice(0, referenceWeeks).flat();
  const later = weeks.slice(referenceWeeks);
  if (later.every((samples) => samples.length === 0)) {
    throw new RangeError(
      `times must span more than ${referenceWeeks} whole weeks, got ${weeks.length}`,
    );
  }
  const rows = later.flatMap((samples, at) => {
    if (samples.length === 0) return [];
    const week = referenceWeeks + at;
    const start = (firstDay + WEEK_DAYS * week) * DAY_MS;
    return compareDays(columns, times, { reference, current: samples }, settings).map((row) => ({
      ...row,
      ...{ week: week + 1, start },
    }));
  });
  return withSignificance(rows, settings.falseDiscoveryRate);
}

function samplesByWeek(times: ArrayLike<number>): { weeks: number[][]; firstDay: number } {
  const days = Array.from(times, (time) => Math.floor(time / DAY_MS));
  const [firstDay, lastDay] = days.reduce(
    ([first, last], day) => [Math.min(first, day), Math.max(last, day)],
    [Infinity, -Infinity],
  );
  const nWeeks = Math.floor((lastDay - firstDay + 1) / WEEK_DAYS);
  const weeks = Array.from({ length: Math.min(nWeeks, MOST_WEEKS) }, (): number[] => []);
  days.forEach((day, i) => {
    weeks[Math.floor((day - firstDay) / WEEK_DAYS)]?.push(i);
  });
  return { weeks, firstDay };
}

/** Ten years: beyond, one wrong time would make more weeks than there is memory for. */
const MOST_WEEKS = 520;
