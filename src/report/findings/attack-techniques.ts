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

const INITIAL_ACCESS = tactic('TA0001', 'Initial Access');
const EXECUTION = tactic('TA0002', 'Execution');
const PRIVILEGE_ESCALATION = tactic('TA0004', 'Privilege Escalation');
const CREDENTIAL_ACCESS = tactic('TA0006', 'Credential Access');
const LATERAL_MOVEMENT = tactic('TA0008', 'Lateral Movement');
const EXFILTRATION = tactic('TA0010', 'Exfiltration');

const BRUTE_FORCE = technique('T1110', 'Brute Force');
const VALID_ACCOUNTS = technique('T1078', 'Valid Accounts');

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
    subtechnique: technique('T1110.003', 'Password Spraying'),
  },
  impossible_travel: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  new_device: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  off_hours_access: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  suspicious_login: { tactic: INITIAL_ACCESS, technique: VALID_ACCOUNTS },
  session_hijack: {
    tactic: LATERAL_MOVEMENT,
    technique: technique('T1550', 'Use Alternate Authentication Material'),
  },
  privilege_escalation: {
    tactic: PRIVILEGE_ESCALATION,
    technique: technique('T1098', 'Account Manipulation'),
  },
  lateral_movement: {
    tactic: LATERAL_MOVEMENT,
    technique: technique('T1021', 'Remote Services'),
  },
  data_exfiltration: { tactic: EXFILTRATION },
  off_hours_exfiltration: { tactic: EXFILTRATION },
  malicious_api_calls: {
    tactic: EXECUTION,
    technique: technique('T1059', 'Command and Scripting Interpreter'),
    subtechnique: technique('T1059.009', 'Cloud API'),
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

function tactic(id: string, name: string): AttackEntry {
  return { id, name, url: `https://attack.mitre.org/tactics/${id}/` };
}

function technique(id: string, name: string): AttackEntry {
  return { id, name, url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/` };
}
