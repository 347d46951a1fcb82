import { TIME_OF_DAY } from '../data/iso-time';

/**
 * The hour of a time of day as text, `HH:MM:SS` with or without a fraction of a second.
 *
 * @returns 0 to 23; NaN where it is no such text.
 * @example
 * hourOfTime('08:59:59.5'); // 8
 */
export function hourOfTime(time: unknown): number {
  const isTime = typeof time === 'string' && TIME_OF_DAY.test(time);
  return isTime ? 10 * time.charCodeAt(0) + time.charCodeAt(1) - 528 : Number.NaN; // 528 is 11 times '0'
}
