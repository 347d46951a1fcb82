/** What a reader sees of a feature's value, where that is not the value itself. */
const READ: Readonly<Record<string, (value: number) => number>> = {
  eventRate: countOf,
  callRate: countOf,
  errorRate: countOf,
  newResourceRate: countOf,
  burst: (value) => rounded(Math.exp(value)),
  secondsSinceLast: (value) => Number(Math.expm1(value).toPrecision(2)),
  hourSurprise: (value) => rounded(2 ** -value),
  callSurprise: (value) => rounded(2 ** value),
  sequenceSurprise: (value) => rounded(2 ** value),
  errorSurprise: (value) => (value === 0 ? 0 : rounded(2 ** value)), // 0 is no error.
};

/** Counts fade and never end: less than this of an event is none. */
const LEAST_COUNT = 0.005;

/**
 * The number that a feature's value reads as in words: events, seconds in two digits, or a ratio. Values that read the same
 * explain nothing.
 */
export function readingOf(feature: string, value: number): number {
  return READ[feature]?.(value) ?? value;
}

/** A feature's value as documents have it: what is left of a faded count is 0. */
export function shownValue(feature: string, value: number): number {
  return READ[feature] === countOf && countOf(value) === 0 ? 0 : value;
}

/** Events of the logarithm that rates are; whole from 1 on. */
function countOf(value: number): number {
  const count = Math.expm1(value);
  if (count < LEAST_COUNT) return 0;
  return count < 0.95 ? Number(count.toPrecision(1)) : Math.round(count);
}

/** Whole, or in two digits where it is small. */
function rounded(value: number): number {
  if (value < LEAST_COUNT) return 0;
  return value < 9.5 ? Number(value.toPrecision(2)) : Math.round(value);
}
