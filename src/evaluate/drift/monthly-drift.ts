import { checkScores } from '../../metrics/check';
import { compareDays } from './compare-days';
import {
  columnNames,
  type DriftColumns,
  type DriftOptions,
  driftSettings,
  type FeatureDrift,
  withSignificance,
} from './feature-drift';
import { monthName, monthStarts } from './month-starts';

/** How far a feature of one month is from the reference. */
export interface MonthDrift extends FeatureDrift {
  /** Such as `2023-01`, UTC. */
  readonly month: string;
  /** First moment of the month that is compared, epoch ms. */
  readonly start: number;
  /** Events of the month. */
  readonly nSamples: number;
}

/**
 * How far each feature of each calendar month (UTC) is from all samples before a time, as `weeklyDrift` with whole days that
 * change sides by chance.
 *
 * The first month begins at that time, and the last one ends with the last sample: neither need be whole. A month without a sample
 * has no row.
 *
 * @param columns each with as many values as there are times.
 * @param times epoch ms, in any order, shape `[nSamples]`.
 * @param from samples before it are the reference, epoch ms.
 * @returns one row a feature and month, month by month; significance is over all of them.
 * @throws {RangeError} as `featureDrift`, if a time is not finite, or there is no sample before or after `from`.
 * @throws {TypeError} as `featureDrift`.
 */
export function monthlyDrift(
  columns: DriftColumns,
  times: ArrayLike<number>,
  from: number,
  options: DriftOptions = {},
): MonthDrift[] {
  const settings = driftSettings(options);
  const names = columnNames(columns, 'columns');
  checkScores(times, 'times');
  if (columns[names[0]].length !== times.length) {
    throw new RangeError(
      `columns must have ${times.length} values as times, got ${columns[names[0]].length}`,
    );
  }
  const order = Array.from(times, (_, i) => i);
  const reference = order.filter((i) => times[i] < from);
  if (reference.length === 0 || reference.length === order.length) {
    throw new RangeError(
      `times must be before and after from, got ${reference.length} of ${order.length} before`,
    );
  }
  const last = order.reduce((latest, i) => Math.max(latest, times[i]), -Infinity);
  const starts = monthStarts(from, last + 1);
  const rows = starts.flatMap((start, k) => {
    const end = starts[k + 1] ?? Infinity;
    const current = order.filter((i) => times[i] >= start && times[i] < end);
    if (current.length === 0) return [];
    return compareDays(columns, times, { reference, current }, settings).map((row) => ({
      ...row,
      ...{ month: monthName(start), start },
    }));
  });
  return withSignificance(rows, settings.falseDiscoveryRate);
}
