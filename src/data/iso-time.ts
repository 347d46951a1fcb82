/** Date, time, fraction of a second, zone. */
const ISO_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d)?)?)?$/;

/** A time of day as text, `HH:MM:SS`, with or without a fraction of a second. */
export const TIME_OF_DAY: RegExp = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?$/;

/**
 * Reads an ISO 8601 time strictly: a date, or a date and a time behind `T` or a space.
 *
 * @returns epoch ms, taken as UTC where the text has no zone; NaN where it is no such time.
 */
export function parseIsoTime(text: string): number {
  const match = ISO_TIME.exec(text);
  if (match === null) {
    return Number.NaN;
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', sign] = match;
  const local = utcTime(+year, +month - 1, +day, +hour, +minute, +second);
  const offset = (+(match[9] ?? 0) * 60 + +(match[10] ?? 0)) * 60_000;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return local + milliseconds + (sign === '-' ? offset : -offset);
}

/**
 * Epoch ms of a date and time in UTC; a leap second counts as the next minute's first.
 *
 * @param month 0 to 11.
 * @returns NaN where a part is out of range.
 */
export function utcTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const inRange =
    year >= 100 && month >= 0 && month < 12 && hour < 24 && minute < 60 && second <= 60;
  const isDate = day >= 1 && new Date(Date.UTC(year, month, day)).getUTCDate() === day;
  return inRange && isDate ? Date.UTC(year, month, day, hour, minute, second) : Number.NaN;
}
