import callsByTactic from './attack-tactics.json';
import techniqueNames from './attack-techniques.json';

/** Tactics of MITRE ATT&CK's cloud matrix in its order, with their ids; `none` for what is no known step of an attack. */
export const ATTACK_TACTICS = {
  none: '',
  'Initial Access': 'TA0001',
  Execution: 'TA0002',
  Persistence: 'TA0003',
  'Privilege Escalation': 'TA0004',
  'Defense Evasion': 'TA0005',
  'Credential Access': 'TA0006',
  Discovery: 'TA0007',
  'Lateral Movement': 'TA0008',
  Collection: 'TA0009',
  Exfiltration: 'TA0010',
  Impact: 'TA0040',
} as const;

/** One of `ATTACK_TACTICS`. */
export type AttackTactic = keyof typeof ATTACK_TACTICS;

/** A technique of MITRE ATT&CK. */
export interface AttackTechnique {
  /** `T1098`. */
  readonly id: string;
  readonly name: string;
}

/** What an API call is in ATT&CK. */
export interface CallTechnique {
  readonly technique: AttackTechnique;
  readonly subtechnique?: AttackTechnique;
}

interface CallEntry {
  readonly tactic: AttackTactic;
  readonly id: string;
}

type Calls = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** By service and name. */
const CALLS: ReadonlyMap<string, CallEntry> = new Map(
  Object.entries(callsByTactic as Calls).flatMap(([tactic, techniques]) =>
    Object.entries(techniques).flatMap(([id, services]) =>
      Object.entries(services).flatMap(([service, names]) =>
        names
          .split(' ')
          .map((name) => [`${service}.${name}`, { tactic: tactic as AttackTactic, id }] as const),
      ),
    ),
  ),
);
const NAMES: Readonly<Record<string, string>> = techniqueNames;

/** What some services put behind a call's name: `Invoke20150331`, `UpdateFunctionCode20150331v2`. */
const VERSION = /_?\d{4}_?\d\d_?\d\d(?:v\d+)?$/;

/**
 * The ATT&CK tactic that an API call serves where an attacker makes it; most calls with one are made honestly.
 *
 * @param eventSource `iam.amazonaws.com`; how it goes on behind the first dot makes no difference.
 * @returns `none` for calls that are not in the table.
 * Source: TrailDiscover (github.com/adanalvarez/TrailDiscover at f96cbdb0, CC BY 4.0), 381 calls seen in incidents and
 * research with their tactics by MITRE ATT&CK; of several the first. The table was not chosen by the project's data.
 */
export function attackTactic(eventSource: string, eventName: string): AttackTactic {
  return entryOf(eventSource, eventName)?.tactic ?? 'none';
}

/**
 * The ATT&CK technique by which an API call serves its tactic, where an attacker makes it.
 *
 * @param eventSource as of `attackTactic`.
 * @returns null for calls that are not in the table, and for `SendEmail`, whose techniques there are of other tactics.
 * Source: the table of `attackTactic`, which names one to three techniques a call: here the first that ATT&CK 18.1 has for the
 * call's tactic, and its sub-technique where the table names exactly one. `DeleteFlowLogs` has T1089 there, which ATT&CK has
 * replaced by T1562.001.
 */
export function attackTechnique(eventSource: string, eventName: string): CallTechnique | null {
  const id = entryOf(eventSource, eventName)?.id;
  if (!id) return null;
  const [parent] = id.split('.', 1);
  const named = (of: string) => ({ id: of, name: NAMES[of] });
  return { technique: named(parent), ...(id !== parent && { subtechnique: named(id) }) };
}

function entryOf(eventSource: string, eventName: string): CallEntry | undefined {
  const [service] = eventSource.split('.', 1);
  return CALLS.get(`${service}.${eventName.replace(VERSION, '')}`);
}
