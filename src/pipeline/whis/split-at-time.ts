import { checkScores } from '../../metrics/check';

/** Rows that a method learns from, and later rows that it is judged on; ascending. */
export interface TimeSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Splits at one time, the same for several tables: earlier rows train, rows at that time or later test.
 *
 * @param times epoch ms, shape `[nSamples]`.
 * @param border epoch ms.
 * @throws {RangeError} if a time is not finite, or a part would be empty.
 * @example
 * const { train, test } = splitAtTime(features.times, Date.UTC(2024, 0, 22));
 */
export function splitAtTime(times: ArrayLike<number>, border: number): TimeSplit {
  checkScores(times, 'times');
  const rows = Int32Array.from({ length: times.length }, (_, i) => i);
  const train = rows.filter((i) => times[i] < border);
  const test = rows.filter((i) => times[i] >= border);
  if (train.length > 0 && test.length > 0) return { train, test };
  throw new RangeError(
    `border must leave rows before and after it, got ${train.length} and ${test.length}`,
  );
}
