import { checkInteger } from '../../check-options';

/** Ten years of months: beyond, one wrong time would make more than there is memory for. */
const MOST_PERIODS = 120;

/**
 * First moments of the calendar periods (UTC) between two times, epoch ms; the first one begins with `from`, whatever
 * the day.
 *
 * @param until not included.
 * @param months length of a period, at least 1. Default 1.
 * @throws {RangeError} if there is no time between, there are more than 120 periods, or the months are no integer of at
 * least 1.
 */
export function monthStarts(from: number, until: number, months: number = 1): number[] {
  checkInteger('months', months, 1);
  if (!(from < until && Number.isFinite(until - from))) {
    throw new RangeError(`times must be ascending and finite, got ${from} and ${until}`);
  }
  const first = new Date(from);
  const starts = [from];
  for (let k = 1; ; k++) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + k * months);
    if (start >= until) return starts;
    if (starts.length === MOST_PERIODS) {
      throw new RangeError(`times must be at most ${MOST_PERIODS} periods apart, got more`);
    }
    starts.push(start);
  }
}

/** The month of a time, UTC: `2023-01`. */
export function monthName(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}
