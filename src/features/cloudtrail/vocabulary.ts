import type { CallCounts } from './call-counts';
import type { CallNames } from './call-names';

/** Counts over all principals, as JSON. */
export interface CloudTrailVocabularyState {
  /** Service, call, events with it, events behind it. */
  readonly calls: readonly (readonly [string, string, number, number])[];
  /** Two calls in one number, and how often the second followed. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Call and error, and how often. */
  readonly errors: readonly (readonly [string, number])[];
}

/** How often calls, pairs of calls and errors came so far, over all principals. */
export interface CloudTrailVocabulary {
  /** What came before an event with these. */
  countsOf(before: number, call: number, errorCode: string): CallCounts;
  /** Counts an event. */
  count(before: number, call: number, errorCode: string): void;
  state(): CloudTrailVocabularyState;
}

const MAX_PAIRS = 500_000;
const MAX_ERRORS = 100_000;

/**
 * A vocabulary of bounded memory: at most 500,000 pairs and 100,000 errors beside the calls, about 60 MB.
 *
 * @param names of the calls; those of the state are added.
 */
export function createVocabulary(
  names: CallNames,
  state?: CloudTrailVocabularyState,
): CloudTrailVocabulary {
  const counts: number[] = [0];
  const followed: number[] = [0]; // Of call 0: histories that started.
  const pairs = new Map<number, number>(state?.pairs);
  const errors = new Map<string, number>(state?.errors);
  let nEvents = 0;

  for (const [source, name, count, nFollowed] of state?.calls ?? []) {
    const call = name === '' ? 0 : names.idOf(source, name);
    counts[call] = count;
    followed[call] = nFollowed;
    nEvents += count;
  }
  return {
    countsOf: (before, call, errorCode) => ({
      nEvents,
      nCalls: names.size,
      nSame: counts[call] ?? 0,
      nBehind: followed[before] ?? 0,
      nPairs: pairs.get(pairOf(before, call)) ?? 0,
      nErrors: errorCode === '' ? 0 : (errors.get(`${call} ${errorCode}`) ?? 0),
    }),
    count: (before, call, errorCode) => {
      nEvents++;
      counts[call] = (counts[call] ?? 0) + 1;
      followed[before] = (followed[before] ?? 0) + 1;
      add(pairs, pairOf(before, call), MAX_PAIRS);
      if (errorCode !== '') add(errors, `${call} ${errorCode}`, MAX_ERRORS);
    },
    state: () => ({
      calls: names
        .all()
        .map(([source, name], i) => [source, name, counts[i] ?? 0, followed[i] ?? 0]),
      pairs: [...pairs],
      errors: [...errors],
    }),
  };
}

const pairOf = (before: number, call: number): number => (before << 16) | call;

/** Counts a key, unless it is new and there is no more room. */
function add<Key>(counts: Map<Key, number>, key: Key, maxSize: number): void {
  const count = counts.get(key) ?? 0;
  if (count > 0 || counts.size < maxSize) counts.set(key, count + 1);
}
