/** Counts of names, of which only the most frequent are wanted. */
export interface TopCounts {
  /** Counts a name once more. */
  add(name: string): void;
  /** The most frequent names with their counts, the first counted first among equals. */
  most(n: number): [name: string, count: number][];
  /** Counts up to this may be too low or missing, since room ran out; 0 where all are exact. */
  readonly uncertain: number;
}

const CAPACITY = 20_000;

/**
 * Counts in bounded memory: exact up to `capacity` names; then the rarer half is forgotten, as often as need be.
 *
 * @param capacity at least 2. Default 20,000 names.
 */
export function createTopCounts(capacity: number = CAPACITY): TopCounts {
  const counts = new Map<string, number>();
  let uncertain = 0;
  const sorted = () => [...counts].sort(([, a], [, b]) => b - a);
  return {
    add: (name) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (counts.size <= capacity) return;
      const rare = sorted().slice(capacity >> 1);
      uncertain += rare[0][1]; // What comes again has lost at most this, each time.
      for (const [forgotten] of rare) counts.delete(forgotten);
    },
    most: (n) => sorted().slice(0, n),
    get uncertain() {
      return uncertain;
    },
  };
}
