import type { CloudTrailEvent } from './event';

/** Events of one file, or of a part of several. */
export interface EventSource {
  /** What it is called in errors. */
  readonly name: string;
  /** None of its events is older, epoch ms; it is opened no earlier than needed. */
  readonly notBefore: number;
  /** Its events in batches that are not empty. */
  readonly open: () => AsyncIterator<readonly CloudTrailEvent[]>;
}

/** Fewer events are not sorted by themselves. */
const MIN_SORTED = 4096;

/**
 * Events of one source by time, those of one time in their order; holds back those of the last `bound` milliseconds.
 *
 * An event that comes later than that is given out late.
 */
export async function* sortWithin(
  batches: AsyncIterable<readonly CloudTrailEvent[]>,
  bound: number,
): AsyncGenerator<CloudTrailEvent[]> {
  let held: CloudTrailEvent[] = [];
  let nSorted = 0;
  let newest = -Infinity;
  for await (const batch of batches) {
    for (const event of batch) {
      held.push(event);
      if (event.eventTime > newest) newest = event.eventTime;
    }
    // Sorted again only when it has doubled, so that the work stays linear.
    if (held.length < Math.max(2 * nSorted, MIN_SORTED)) continue;
    held.sort(byTime);
    const nReady = countBefore(held, newest - bound);
    if (nReady > 0) yield held.slice(0, nReady);
    held = held.slice(nReady);
    nSorted = held.length;
  }
  held.sort(byTime);
  if (held.length > 0) yield held;
}

/**
 * Events of several sources by time; of one time, those of an earlier source first.
 *
 * @param sources each by time.
 * @throws {RangeError} if an event is older than one that was given out before.
 */
export async function* mergeByTime(
  sources: readonly EventSource[],
): AsyncGenerator<CloudTrailEvent[]> {
  const waiting = sources
    .map((source, rank) => ({ ...source, rank }))
    .sort((a, b) => b.notBefore - a.notBefore || b.rank - a.rank);
  const open: OpenSource[] = [];
  let last = -Infinity;
  try {
    for (;;) {
      const [first, limit] = nextOf(open);
      const next = waiting[waiting.length - 1];
      if (next !== undefined && (first === undefined || next.notBefore <= first.time)) {
        waiting.pop();
        const source = { ...next, events: next.open(), batch: [], index: 0, time: -Infinity };
        if (await refill(source, last)) open.push(source);
        continue;
      }
      if (first === undefined) return;
      const isNextNear = next !== undefined && next.notBefore <= limit.time;
      const ready = takeUntil(first, isNextNear ? { time: next.notBefore, rank: -1 } : limit);
      last = ready[ready.length - 1].eventTime;
      yield ready;
      if (first.index === first.batch.length && !(await refill(first, last))) {
        open.splice(open.indexOf(first), 1);
      }
    }
  } finally {
    for (const { events } of open) await events.return?.();
  }
}

interface OpenSource {
  readonly name: string;
  /** Among the sources. */
  readonly rank: number;
  readonly events: AsyncIterator<readonly CloudTrailEvent[]>;
  batch: readonly CloudTrailEvent[];
  /** Of the next event in the batch. */
  index: number;
  /** Of the next event. */
  time: number;
}

/** Older events first. */
export const byTime = (a: CloudTrailEvent, b: CloudTrailEvent): number => a.eventTime - b.eventTime;

/** The source whose next event is first, and the one after. */
function nextOf(open: readonly OpenSource[]): [OpenSource | undefined, Place] {
  let first: OpenSource | undefined;
  let second: Place = { time: Infinity, rank: Infinity };
  for (const source of open) {
    if (first === undefined || isBefore(source, first)) {
      second = first ?? second;
      first = source;
    } else if (isBefore(source, second)) {
      second = source;
    }
  }
  return [first, second];
}

interface Place {
  readonly time: number;
  readonly rank: number;
}

function isBefore(a: Place, b: Place): boolean {
  return a.time < b.time || (a.time === b.time && a.rank < b.rank);
}

/** The events of a batch that come before any other source's. */
function takeUntil(source: OpenSource, { time, rank }: Place): CloudTrailEvent[] {
  const { batch, index } = source;
  const latest = source.rank < rank ? time : time - 1;
  let end = index + 1;
  while (end < batch.length && batch[end].eventTime <= latest) end++;
  source.index = end;
  if (end < batch.length) source.time = batch[end].eventTime;
  return batch.slice(index, end);
}

/** @returns whether there is another batch. */
async function refill(source: OpenSource, last: number): Promise<boolean> {
  const { value, done } = await source.events.next();
  if (done) return false;
  source.batch = value;
  source.index = 0;
  source.time = source.batch[0].eventTime;
  if (source.time >= last) return true;
  const [older, newer] = [source.time, last].map((time) => new Date(time).toISOString());
  throw new RangeError(
    `${source.name}: event ${source.batch[0].eventId} of ${older} comes after one of ${newer}; have it sorted: --order sort on the command line, order: 'sort' in code`,
  );
}

/** How many events of a sorted list are older. */
function countBefore(events: readonly CloudTrailEvent[], time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle].eventTime < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
