import type { SeriesEvent } from './events';

/** The normal samples that some buffer reaches; every array has shape `[nNear]`. */
export interface BufferSamples {
  /** Where they are in the series. */
  readonly indices: Int32Array;
  /** How far the nearest edge of an event is, at least 1. */
  readonly nearest: Int32Array;
  /** How far the second nearest is, of the same side or the other. */
  readonly second: Int32Array;
}

/** Stands for no second edge. */
const FAR = 2 ** 31 - 1;

/** Finds the normal samples within `reach` of an event. */
export function bufferSamples(
  events: readonly SeriesEvent[],
  nSamples: number,
  reach: number,
): BufferSamples {
  const indices: number[] = [];
  const nearest: number[] = [];
  const second: number[] = [];
  const lastOf = (gap: number) => (events[gap]?.end ?? -Infinity) - 1;
  const startOf = (gap: number) => events[gap]?.start ?? Infinity;
  const visit = (i: number, gap: number) => {
    const left = i - lastOf(gap - 1);
    const right = startOf(gap) - i;
    const beyond = left <= right ? i - lastOf(gap - 2) : startOf(gap + 1) - i;
    indices.push(i);
    nearest.push(Math.min(left, right));
    second.push(Math.min(Math.max(left, right), beyond, FAR));
  };
  for (let gap = 0; gap <= events.length; gap++) {
    const from = Math.max(0, lastOf(gap - 1) + 1);
    const to = Math.min(nSamples, startOf(gap));
    const leftEnd = gap === 0 ? from : Math.min(to, from + reach);
    for (let i = from; i < leftEnd; i++) visit(i, gap);
    if (gap === events.length) break;
    for (let i = Math.max(leftEnd, to - reach); i < to; i++) visit(i, gap);
  }
  return {
    indices: Int32Array.from(indices),
    nearest: Int32Array.from(nearest),
    second: Int32Array.from(second),
  };
}

/**
 * Adds the soft labels of a buffer to `sums`, by the rank of the sample: √(1 - distance/width) within
 * reach of one event's edge, 1 within reach of two (the sum of two is above 1, and cut there).
 */
export function sumBuffer(
  { indices, nearest, second }: BufferSamples,
  ranks: Int32Array,
  width: number,
  sums: Float64Array,
): void {
  const reach = Math.floor(width / 2);
  const fading = Float64Array.from({ length: reach + 1 }, (_, d) => Math.sqrt(1 - d / width));
  for (let k = 0; k < indices.length; k++) {
    if (nearest[k] > reach) continue;
    sums[ranks[indices[k]]] += second[k] <= reach ? 1 : fading[nearest[k]];
  }
}

/** How many regions each threshold is the first to flag a sample of, and how many there are. */
export interface RegionCounts {
  readonly count: Int32Array;
  readonly nRegions: number;
}

/**
 * The events grown by `reach` on both sides, those that meet being one region; reaches must ascend,
 * so that each sample is looked at once an event.
 */
export function growingRegions(
  events: readonly SeriesEvent[],
  ranks: Int32Array,
  nThresholds: number,
): (reach: number) => RegionCounts {
  const first = Int32Array.from(events, ({ start, end }) => {
    let rank = ranks[start];
    for (let i = start + 1; i < end; i++) rank = Math.min(rank, ranks[i]);
    return rank;
  });
  const count = new Int32Array(nThresholds);
  let grown = 0;
  return (reach) => {
    for (; grown < reach; grown++) {
      events.forEach(({ start, end }, k) => {
        const [left, right] = [start - grown - 1, end + grown];
        if (left >= 0) first[k] = Math.min(first[k], ranks[left]);
        if (right < ranks.length) first[k] = Math.min(first[k], ranks[right]);
      });
    }
    return countRegions(events, first, reach, count.fill(0));
  };
}

function countRegions(
  events: readonly SeriesEvent[],
  first: Int32Array,
  reach: number,
  count: Int32Array,
): RegionCounts {
  let nRegions = 0;
  let rank = first[0];
  events.forEach((event, k) => {
    rank = Math.min(rank, first[k]);
    const next = events[k + 1];
    if (next !== undefined && event.end - 1 + reach >= next.start - reach) return;
    count[rank]++;
    nRegions++;
    if (next !== undefined) rank = first[k + 1];
  });
  return { count, nRegions };
}
