import tacticsOfCalls from './attack-tactics.json';

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

const TACTIC_OF: ReadonlyMap<string, AttackTactic> = new Map(
  Object.entries(tacticsOfCalls).flatMap(([tactic, services]) =>
    Object.entries(services).flatMap(([service, names]) =>
      names.split(' ').map((name) => [`${service}.${name}`, tactic as AttackTactic] as const),
    ),
  ),
);

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
  const [service] = eventSource.split('.', 1);
  return TACTIC_OF.get(`${service}.${eventName.replace(VERSION, '')}`) ?? 'none';
}
