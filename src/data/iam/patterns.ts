import { type Distribution, oneOf } from './distribution';
import { actionsWithOutcome, type What } from './emission';
import type { IamAction, IamPatternName } from './event';

/** One step of an attack, as it is where the attacker does not mimic the user. */
export interface IamStep {
  /** One of some actions, each as likely, that fails with some probability. */
  readonly what: Distribution<What>;
  /** Median seconds since the account's event before, whoever made it. */
  readonly gapSeconds: number;
}

/** An attack of several steps. */
export interface IamPattern {
  /**
   * Where it comes from: `foreign` (an unknown device and address in any city, kept through the attack),
   * `hopping` (from the user's home and address, at each step another unknown device) or `own` (the user's host).
   */
  readonly host: 'foreign' | 'hopping' | 'own';
  /** What it accesses: any resource, or one of sensitivity 3 or 4, each as likely. */
  readonly target: 'any' | 'sensitive';
  /** Median bytes as a multiple of the user's for the action. */
  readonly bytesFactor: number;
  /** Whether the first step comes 11 to 17 hours after the user's usual hour, within 24 hours. */
  readonly startsAtNight: boolean;
  readonly steps: readonly IamStep[];
}

/** Standard deviation of the logarithm of a gap between steps. */
export const STEP_GAP_SIGMA = 1;

/** Probability that the account's next event during an attack is its next step, not the user's own. */
export const STEP_PROBABILITY = 0.7;

/** Probability that a second factor is given where it is asked for. */
export const ATTACK_MFA = 0.3;

/** An attacker's host is kept over at most so many events of the user; then it is another one. */
export const HOST_MEMORY = 3;

const step = (
  actions: IamAction | readonly IamAction[],
  gapSeconds: number,
  failure = 0.05,
): IamStep => ({ what: actionsWithOutcome(oneOf([actions].flat()), () => failure), gapSeconds });

const tries = (count: number) => Array.from({ length: count }, () => step('login', 5, 0.97));

/**
 * The attack patterns, each as likely: what an attacker does where it does not mimic the user.
 *
 * | pattern | steps (median seconds since the event before) | from | tell-tale |
 * |---|---|---|---|
 * | `brute_force` | login ×6, 97 % fail (1,800, then 5), login, list or read (30) | unknown host | fast failures |
 * | `impossible_travel` | login (1,200), list, read, download (120) | unknown host in any city | far from the event before |
 * | `privilege_escalation` | list (900), assume_role ×2 (60, 40 % and 10 % fail), change_permission, create_key (60) | the user's host | rights |
 * | `data_exfiltration` | list (900), read (60), download ×3 (60) | the user's host | twenty times the bytes, secrets |
 * | `lateral_movement` | assume_role ×4 (600, then 90, 20 % fail), read, download (90) | the user's address, a new device each | many resources |
 * | `off_hours_access` | login (at night), read ×2 (180), download (180) | the user's host | hour, secrets |
 * | `session_hijack` | list (300), read (60), change_permission, create_key, download (60) | unknown host, no login | host changes in session |
 *
 * Steps fail in 5 % where nothing else is said.
 */
export const IAM_PATTERNS: Readonly<Record<IamPatternName, IamPattern>> = {
  brute_force: {
    host: 'foreign',
    target: 'any',
    bytesFactor: 1,
    startsAtNight: false,
    steps: [step('login', 1800, 0.97), ...tries(5), step('login', 5), step(['list', 'read'], 30)],
  },
  impossible_travel: {
    host: 'foreign',
    target: 'any',
    bytesFactor: 2,
    startsAtNight: false,
    steps: [step('login', 1200), step('list', 120), step('read', 120), step('download', 120)],
  },
  privilege_escalation: {
    host: 'own',
    target: 'sensitive',
    bytesFactor: 1,
    startsAtNight: false,
    steps: [
      step('list', 900),
      step('assume_role', 60, 0.4),
      step('assume_role', 60, 0.1),
      step('change_permission', 60),
      step('create_key', 60),
    ],
  },
  data_exfiltration: {
    host: 'own',
    target: 'sensitive',
    bytesFactor: 20,
    startsAtNight: false,
    steps: [
      step('list', 900),
      step('read', 60),
      step('download', 60),
      step('download', 60),
      step('download', 60),
    ],
  },
  lateral_movement: {
    host: 'hopping',
    target: 'any',
    bytesFactor: 1,
    startsAtNight: false,
    steps: [
      step('assume_role', 600, 0.2),
      step('assume_role', 90, 0.2),
      step('assume_role', 90, 0.2),
      step('assume_role', 90, 0.2),
      step('read', 90),
      step('download', 90),
    ],
  },
  off_hours_access: {
    host: 'own',
    target: 'sensitive',
    bytesFactor: 3,
    startsAtNight: true,
    steps: [step('login', 0), step('read', 180), step('read', 180), step('download', 180)],
  },
  session_hijack: {
    host: 'foreign',
    target: 'sensitive',
    bytesFactor: 2,
    startsAtNight: false,
    steps: [
      step('list', 300),
      step('read', 60),
      step('change_permission', 60),
      step('create_key', 60),
      step('download', 60),
    ],
  },
};
