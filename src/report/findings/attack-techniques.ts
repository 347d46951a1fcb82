/** An entry of MITRE ATT&CK. */
export interface AttackEntry {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/** What a kind of event is in MITRE ATT&CK; only the tactic where a log does not show by which technique. */
export interface AttackMapping {
  readonly tactic: AttackEntry;
  readonly technique?: AttackEntry;
  readonly subtechnique?: AttackEntry;
}

/** The version of ATT&CK that ids and names are of. */
export const ATTACK_VERSION = '18.1';

const INITIAL_ACCESS = tacticEntry('TA0001', 'Initial Access');
const EXECUTION = tacticEntry('TA0002', 'Execution');
const PRIVILEGE_ESCALATION = tacticEntry('TA0004', 'Privilege Escalation');
const CREDENTIAL_ACCESS = tacticEntry('TA0006', 'Credential Access');
const LATERAL_MOVEMENT = tacticEntry('TA0008', 'Lateral Movement');
const EXFILTRATION = tacticEntry('TA0010', 'Exfiltration');

const BRUTE_FORCE = techniqueEntry('T1110', 'Brute Force');
const VALID_ACCOUNTS = techniqueEntry('T1078', 'Valid Accounts');

/**
 * Kinds of events and what they are in ATT&CK: the patterns of the synthetic IAM and authentication
 * events, and the classes of CloudTrail threats.
 *
 * Source: MITRE ATT&CK Enterprise 18.1, https://attack.mitre.org; which kind is which is chosen by hand,
 * as in `nameAttack`.
 */
const MAPPINGS: Readonly<Record<string, AttackMapping>> = {
  brute_force: { tactic: CREDENTIAL_ACCESS, technique: BRUTE_FORCE },
  password_spray: {
    tactic: CREDENTIAL_ACCESS,
    technique: BRUTE_FORCE,
    subtechnique: techniqueEntry('T1110.003', 'Password Spraying'),
  },
  impossible_travel: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  new_device: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  off_hours_access: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  suspicious_login: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  session_hijack: {
    tactic: LATERAL_MOVEMENT,
    technique: techniqueEntry('T1550', 'Use Alternate Authentication Material'),
  },
  privilege_escalation: {
    tactic: PRIVILEGE_ESCALATION,
    technique: techniqueEntry('T1098', 'Account Manipulation'),
  },
  lateral_movement: {
    tactic: LATERAL_MOVEMENT,
    technique: techniqueEntry('T1021', 'Remote Services'),
  },
  data_exfiltration: { tactic: EXFILTRATION },
  off_hours_exfiltration: { tactic: EXFILTRATION },
  malicious_api_calls: {
    tactic: EXECUTION,
    technique: techniqueEntry('T1059', 'Command and Scripting Interpreter'),
    subtechnique: techniqueEntry('T1059.009', 'Cloud API'),
  },
};

/** The kinds that `attackMappingOf` knows. */
export const ATTACK_KINDS: readonly string[] = Object.keys(MAPPINGS);

/** A kind as one writes it in code: `Brute Force`, `brute-force` and `bruteForce` become `brute_force`. */
export function kindName(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase();
}

/** What a kind of event is in ATT&CK; null where it is not known. */
export function attackMappingOf(kind: string): AttackMapping | null {
  const name = kindName(kind);
  return Object.hasOwn(MAPPINGS, name) ? MAPPINGS[name] : null;
}

/** A tactic by id and name. */
export function tacticEntry(id: string, name: string): AttackEntry {
  return { id, name, url: `https://attack.mitre.org/tactics/${id}/` };
}

/** A technique or sub-technique by id and its own name. */
export function techniqueEntry(id: string, name: string): AttackEntry {
  return { id, name, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/` };
}
