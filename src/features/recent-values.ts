/** What was seen of a key within a window of time. */
export interface RecentValues {
  /** Adds a value at a time, not before those added. */
  add(key: string, value: string, time: number): void;
  /** How many values of the key there are in the window that ends at a time. */
  count(key: string, time: number): number;
  /** How many different ones, with one more that need not be among them. */
  distinctWith(key: string, value: string, time: number): number;
}

interface Queue {
  readonly values: string[];
  readonly times: number[];
  /** The first that is in the window. */
  first: number;
  readonly counts: Map<string, number>;
}

/**
 * Counts values of each key over the last while; what lies further back is forgotten.
 *
 * Each value is added and forgotten once, so that time is linear in their number.
 *
 * @param windowMs a value exactly so old is in the window.
 */
export function recentValues(windowMs: number): RecentValues {
  const queues = new Map<string, Queue>();
  const current = (key: string, time: number): Queue | undefined => {
    const queue = queues.get(key);
    if (queue) forget(queue, time - windowMs);
    return queue;
  };
  return {
    add: (key, value, time) => {
      const queue: Queue = current(key, time) ?? {
        values: [],
        times: [],
        first: 0,
        counts: new Map(),
      };
      queues.set(key, queue);
      queue.values.push(value);
      queue.times.push(time);
      queue.counts.set(value, (queue.counts.get(value) ?? 0) + 1);
    },
    count: (key, time) => {
      const queue = current(key, time);
      return queue ? queue.values.length - queue.first : 0;
    },
    distinctWith: (key, value, time) => {
      const queue = current(key, time);
      return queue ? queue.counts.size + (queue.counts.has(value) ? 0 : 1) : 1;
    },
  };
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
