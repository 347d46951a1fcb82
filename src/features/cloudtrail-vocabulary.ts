import { ATTACK_TACTICS, attackTactic } from '../data/cloudtrail/attack-tactics';

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
  /** Number of a call, from 1 on; 0 stands for none. */
  idOf(eventSource: string, eventName: string): number;
  /** Place of its tactic in ATT&CK's matrix, [0, 1]. */
  stageOf(call: number): number;
  /** Share of a call in all events, (0, 1]. */
  shareOf(call: number): number;
  /** Share of a call behind another, mixed with a share known otherwise. */
  shareBehind(before: number, call: number, otherwise: number): number;
  /** Bits of an error of a call. */
  errorSurprise(call: number, errorCode: string): number;
  /** Counts an event. */
  count(before: number, call: number, errorCode: string): void;
  state(): CloudTrailVocabularyState;
}

/** AWS has some 20,000 calls; what comes when these are full counts as one more. */
const MAX_CALLS = 60_000;
const MAX_PAIRS = 500_000;
const MAX_ERRORS = 100_000;

/** Events that an estimate known otherwise stands for. */
export const PRIOR_EVENTS = 5;

const TACTICS = Object.keys(ATTACK_TACTICS);

/** A vocabulary of bounded memory: at most 60,000 calls, 500,000 pairs and 100,000 errors, about 60 MB. */
export function createVocabulary(state?: CloudTrailVocabularyState): CloudTrailVocabulary {
  const ids = new Map<string, Map<string, number>>();
  const names: [string, string][] = [['', '']];
  const stages = [0];
  const counts = [0];
  const followed = [0]; // Of call 0: histories that started.
  const pairs = new Map<number, number>(state?.pairs);
  const errors = new Map<string, number>(state?.errors);
  let nEvents = 0;

  const addCall = (calls: Map<string, number>, source: string, name: string) => {
    if (names.length > MAX_CALLS) return MAX_CALLS;
    calls.set(name, names.length);
    stages.push(TACTICS.indexOf(attackTactic(source, name)) / (TACTICS.length - 1));
    counts.push(0);
    followed.push(0);
    return names.push([source, name]) - 1;
  };
  const idOf = (source: string, name: string) => {
    let calls = ids.get(source);
    if (calls === undefined) {
      calls = new Map();
      if (names.length <= MAX_CALLS) ids.set(source, calls);
    }
    return calls.get(name) ?? addCall(calls, source, name);
  };
  for (const [source, name, count, nFollowed] of state?.calls ?? []) {
    const call = name === '' ? 0 : idOf(source, name);
    counts[call] = count;
    followed[call] = nFollowed;
    nEvents += count;
  }
  return {
    idOf,
    stageOf: (call) => stages[call],
    shareOf: (call) => (counts[call] + 1) / (nEvents + names.length - 1),
    shareBehind: (before, call, otherwise) => {
      const nPairs = pairs.get((before << 16) | call) ?? 0;
      return (nPairs + PRIOR_EVENTS * otherwise) / (followed[before] + PRIOR_EVENTS);
    },
    errorSurprise: (call, errorCode) =>
      Math.log2((counts[call] + 2) / ((errors.get(`${call} ${errorCode}`) ?? 0) + 1)),
    count: (before, call, errorCode) => {
      nEvents++;
      counts[call]++;
      followed[before]++;
      add(pairs, (before << 16) | call, MAX_PAIRS);
      if (errorCode !== '') add(errors, `${call} ${errorCode}`, MAX_ERRORS);
    },
    state: () => ({
      calls: names.map(([source, name], i) => [source, name, counts[i], followed[i]]),
      pairs: [...pairs],
      errors: [...errors],
    }),
  };
}

/** Counts a key, unless it is new and there is no more room. */
function add<Key>(counts: Map<Key, number>, key: Key, maxSize: number): void {
  const count = counts.get(key) ?? 0;
  if (count > 0 || counts.size < maxSize) counts.set(key, count + 1);
}
