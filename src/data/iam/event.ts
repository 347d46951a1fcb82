/** What an account can do. */
export const IAM_ACTIONS = [
  'login',
  'logout',
  'read',
  'list',
  'write',
  'download',
  'assume_role',
  'change_permission',
  'create_key',
] as const;

/** One of `IAM_ACTIONS`. */
export type IamAction = (typeof IAM_ACTIONS)[number];

/** What users are, with habits of their own. */
export const IAM_ROLES = ['developer', 'analyst', 'finance', 'support', 'admin'] as const;

/** One of `IAM_ROLES`. */
export type IamRole = (typeof IAM_ROLES)[number];

/** What an attacker is after; `IAM_PATTERNS` has the steps. */
export const IAM_PATTERN_NAMES = [
  'brute_force',
  'impossible_travel',
  'privilege_escalation',
  'data_exfiltration',
  'lateral_movement',
  'off_hours_access',
  'session_hijack',
] as const;

/** One of `IAM_PATTERN_NAMES`. */
export type IamPatternName = (typeof IAM_PATTERN_NAMES)[number];

/** One access by an account, as a log would have it. */
export interface IamLogEvent {
  /** Epoch ms, UTC. */
  readonly time: number;
  readonly userId: string;
  readonly role: IamRole;
  readonly action: IamAction;
  readonly outcome: 'success' | 'failure';
  /** What is accessed; `console` for login and logout. */
  readonly resource: string;
  /** Of the resource: 1 public, 2 internal, 3 confidential, 4 secret. */
  readonly sensitivity: number;
  readonly device: string;
  /** ISO 3166 code. */
  readonly country: string;
  readonly city: string;
  /** Of the city, in degrees north. */
  readonly latitude: number;
  /** Of the city, in degrees east. */
  readonly longitude: number;
  /** Of the ranges for documentation: 2001:db8::/32, 198.51.100.0/24 and 203.0.113.0/24. */
  readonly address: string;
  /** Whether a second factor was given; asked for at logins and actions on rights. */
  readonly mfa: boolean;
  /** Transferred, at least 1. */
  readonly bytes: number;
}

/** One access with its label, and what is known of the attack that it is a step of. */
export interface IamLabelledEvent extends IamLogEvent {
  /** 1 for a step of an attack, else 0. */
  readonly isAnomaly: 0 | 1;
  /** Pattern of the attack, or `none`; may be unknown. */
  readonly pattern?: IamPatternName | 'none';
  /** Which attack, or -1; may be unknown. */
  readonly campaign?: number;
}

/** One access with its whole truth, as the generator knows it. */
export interface IamEvent extends IamLabelledEvent {
  /** Pattern of the attack, or `none`. */
  readonly pattern: IamPatternName | 'none';
  /** Which attack, from 0 over all users, or -1. */
  readonly campaign: number;
}
