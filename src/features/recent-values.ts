/** What was seen of a key within a window of time. */
export interface RecentValues {
  /** Adds a value at a time; one before the last of its key counts as being of the same time as that. */
  add(key: string, value: string, time: number): void;
  /** How many values of the key there are in the window that ends at a time. */
  count(key: string, time: number): number;
  /** How many different ones, with one more that need not be among them. */
  distinctWith(key: string, value: string, time: number): number;
  /** The values of each key with their times, as JSON. */
  state(): RecentValuesState;
}

/** The values of each key with their times, ascending. */
export type RecentValuesState = readonly (readonly [
  key: string,
  values: readonly string[],
  times: readonly number[],
])[];

interface Queue {
  readonly values: string[];
  readonly times: number[];
  /** The first that is in the window. */
  first: number;
  readonly counts: Map<string, number>;
}

/** Keys without a value in their window are looked for when there are twice as many keys as the last time, and at least so many. */
const FEW_KEYS = 1024;

/**
 * Counts values of each key over the last while; what lies further back is forgotten.
 *
 * Each value is added and forgotten once, so that time is linear in their number.
 *
 * @param windowMs a value exactly so old is in the window.
 * @param state what an earlier one had. Default: nothing.
 */
export function recentValues(windowMs: number, state: RecentValuesState = []): RecentValues {
  const queues = new Map<string, Queue>();
  let mostKeys = FEW_KEYS;
  const current = (key: string, time: number): Queue | undefined => {
    const queue = queues.get(key);
    if (queue) forget(queue, time - windowMs);
    return queue;
  };
  const add = (key: string, value: string, time: number) => {
    const found = current(key, time);
    const queue: Queue = found ?? { values: [], times: [], first: 0, counts: new Map() };
    if (!found) {
      if (queues.size >= mostKeys) mostKeys = forgetKeys(queues, time - windowMs);
      queues.set(key, queue);
    }
    queue.values.push(value);
    queue.times.push(Math.max(time, queue.times[queue.times.length - 1] ?? time));
    queue.counts.set(value, (queue.counts.get(value) ?? 0) + 1);
  };
  for (const [key, values, times] of state) {
    for (const [i, value] of values.entries()) add(key, value, times[i]);
  }
  return {
    add,
    count: (key, time) => {
      const queue = current(key, time);
      return queue ? queue.values.length - queue.first : 0;
    },
    distinctWith: (key, value, time) => {
      const queue = current(key, time);
      return queue ? queue.counts.size + (queue.counts.has(value) ? 0 : 1) : 1;
    },
    state: () =>
      Array.from(queues, ([key, { values, times, first }]) => [
        key,
        values.slice(first),
        times.slice(first),
      ]),
  };
}

/** Forgets keys without a value from a time on; returns the number of keys at which to do so again. Changes the queues. */
function forgetKeys(queues: Map<string, Queue>, before: number): number {
  for (const [key, { times }] of queues) {
    if ((times[times.length - 1] ?? -Infinity) < before) queues.delete(key);
  }
  return Math.max(FEW_KEYS, 2 * queues.size);
}

function forget(queue: Queue, before: number): void {
  const { values, times, counts } = queue;
  while (queue.first < times.length && times[queue.first] < before) {
    const value = values[queue.first++];
    const left = (counts.get(value) ?? 0) - 1;
    if (left > 0) counts.set(value, left);
    else counts.delete(value);
  }
  if (2 * queue.first > times.length) {
    values.splice(0, queue.first);
    times.splice(0, queue.first);
    queue.first = 0;
  }
}
