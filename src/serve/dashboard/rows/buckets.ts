/** Events counted in equal spans of time. */
export interface Buckets {
  /** Epoch ms where the first begins. */
  readonly start: number;
  readonly spanMs: number;
  readonly nEvents: Uint32Array;
  readonly nAnomalies: Uint32Array;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Where there would be more, each takes several hours or days. */
const MOST_BUCKETS = 1500;

/** Counts events by hour or day, UTC; nothing where no row has a time. */
export function bucketsOf(
  times: ArrayLike<number>,
  scores: ArrayLike<number>,
  threshold: number,
  unit: string,
): Buckets | undefined {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < times.length; i++) {
    if (times[i] < first) first = times[i];
    if (times[i] > last) last = times[i];
  }
  if (first > last) return undefined;
  const unitMs = unit === 'day' ? DAY : HOUR;
  const spanMs = unitMs * Math.ceil((last - first + unitMs) / unitMs / MOST_BUCKETS);
  const start = Math.floor(first / spanMs) * spanMs;
  const nBuckets = Math.floor((last - start) / spanMs) + 1;
  const nEvents = new Uint32Array(nBuckets);
  const nAnomalies = new Uint32Array(nBuckets);
  for (let i = 0; i < times.length; i++) {
    if (Number.isNaN(times[i])) continue;
    const bucket = Math.floor((times[i] - start) / spanMs);
    nEvents[bucket]++;
    if (scores[i] >= threshold) nAnomalies[bucket]++;
  }
  return { start, spanMs, nEvents, nAnomalies };
}
