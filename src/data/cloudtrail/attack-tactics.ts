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
