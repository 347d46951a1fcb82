import { ATTACK_TACTICS, attackTactic } from '../../data/cloudtrail/attack-tactics';

/** Numbers of calls, in the order in which they are first asked for. */
export interface CallNames {
  /** Different calls so far. */
  readonly size: number;
  /** Number of a call, from 1 on; 0 stands for none. */
  idOf(eventSource: string, eventName: string): number;
  /** Place of its tactic in ATT&CK's matrix, [0, 1]. */
  stageOf(call: number): number;
  /** Service and call by number; empty of 0. */
  all(): readonly (readonly [string, string])[];
}

/** AWS has some 20,000 calls; what comes when these are full counts as one more. */
const MAX_CALLS = 60_000;

const TACTICS = Object.keys(ATTACK_TACTICS);

/** Numbers without any yet; at most 60,000. */
export function createCallNames(): CallNames {
  const ids = new Map<string, Map<string, number>>();
  const names: [string, string][] = [['', '']];
  const stages = [0];

  const addCall = (calls: Map<string, number>, source: string, name: string) => {
    if (names.length > MAX_CALLS) return MAX_CALLS;
    calls.set(name, names.length);
    stages.push(TACTICS.indexOf(attackTactic(source, name)) / (TACTICS.length - 1));
    return names.push([source, name]) - 1;
  };
  return {
    get size() {
      return names.length - 1;
    },
    idOf: (source, name) => {
      let calls = ids.get(source);
      if (calls === undefined) {
        calls = new Map();
        if (names.length <= MAX_CALLS) ids.set(source, calls);
      }
      return calls.get(name) ?? addCall(calls, source, name);
    },
    stageOf: (call) => stages[call],
    all: () => names,
  };
}
