import { distanceKm } from '../data/great-circle';
import type { IamLogEvent, IamPatternName } from '../data/iam/event';
import { quantileOfSorted } from '../features/quantile';

/** A sequence of flagged events of one user, with what was usual before it. */
export interface SuspiciousSequence {
  /** The flagged events, in order of time. */
  readonly events: readonly IamLogEvent[];
  /** The user's event just before each of them, flagged or not; undefined for the user's first. */
  readonly previous: readonly (IamLogEvent | undefined)[];
  /** The user's events before the sequence that were not flagged. */
  readonly usual: readonly IamLogEvent[];
}

const MIN_USUAL = 10;
const MIN_FAILURES = 3;
const MIN_NEW = 3;
const BYTES_FACTOR = 8;
const AIRCRAFT_KM_PER_HOUR = 900;
const MIN_DISTANCE_KM = 100;
const OFF_HOURS = 6;

const RIGHTS: ReadonlySet<string> = new Set(['assume_role', 'change_permission', 'create_key']);

/**
 * The rules in their order: the first that holds gives the name.
 *
 * Stronger signs come first, since an attack shows several: whoever guesses a password comes from
 * afar, too. What is new or far over the usual needs at least 10 earlier events of the user.
 */
const RULES: readonly (readonly [IamPatternName, (sequence: SuspiciousSequence) => boolean])[] = [
  ['brute_force', failsToLogIn],
  ['lateral_movement', movesOn],
  ['data_exfiltration', transfersMuch],
  ['impossible_travel', (sequence) => hasLogin(sequence) && travels(sequence)],
  ['session_hijack', (sequence) => !hasLogin(sequence) && hasNewAddress(sequence)],
  ['privilege_escalation', ({ events }) => countOf(events, isAboutRights) >= 2],
  ['off_hours_access', isAtUnusualHour],
];

/**
 * The name of the attack that a sequence looks like; `unknown` where no rule holds.
 *
 * Reads what a log shows and nothing of the truth. Meant to help a reader, not to detect: the
 * detector has flagged the events before. The rules, in order:
 *
 * | name | what the flagged events show |
 * |---|---|
 * | `brute_force` | 3 failed logins |
 * | `lateral_movement` | 3 devices that the user never used, or 3 roles assumed and 3 resources never used |
 * | `data_exfiltration` | a transfer of 8 times the user's median for the action |
 * | `impossible_travel` | a login, and over 900 km/h from the event before, 100 km at least |
 * | `session_hijack` | no login, and an address that the user never used |
 * | `privilege_escalation` | 2 events of `assume_role`, `change_permission` or `create_key` |
 * | `off_hours_access` | begins over 6 hours, round the clock, from the user's middle hour |
 *
 * Source: the kinds follow MITRE ATT&CK (T1110, TA0008, TA0010, T1078, T1550, TA0004); the numbers are
 * chosen by hand. The kinds are those of the synthetic events, so there the rules know what to look for.
 */
export function nameAttack(sequence: SuspiciousSequence): IamPatternName | 'unknown' {
  return RULES.find(([, holds]) => holds(sequence))?.[0] ?? 'unknown';
}

function failsToLogIn({ events }: SuspiciousSequence): boolean {
  const isFailure = ({ action, outcome }: IamLogEvent) =>
    action === 'login' && outcome === 'failure';
  return countOf(events, isFailure) >= MIN_FAILURES;
}

function movesOn(sequence: SuspiciousSequence): boolean {
  if (countNew(sequence, 'device') >= MIN_NEW) return true;
  const nRoles = countOf(sequence.events, ({ action }) => action === 'assume_role');
  return nRoles >= MIN_NEW && countNew(sequence, 'resource') >= MIN_NEW;
}

function transfersMuch({ events, usual }: SuspiciousSequence): boolean {
  return events.some(({ action, bytes }) => {
    const before = usual.filter((event) => event.action === action).map((event) => event.bytes);
    if (usual.length < MIN_USUAL || before.length === 0) return false;
    return bytes >= BYTES_FACTOR * quantileOfSorted(Float64Array.from(before).sort(), 0.5);
  });
}

function travels({ events, previous }: SuspiciousSequence): boolean {
  return events.some((event, i) => {
    const before = previous[i];
    if (!before) return false;
    const distance = distanceKm(before, event);
    const hours = (event.time - before.time) / 3_600_000;
    return distance >= MIN_DISTANCE_KM && distance > AIRCRAFT_KM_PER_HOUR * hours;
  });
}

function hasLogin({ events }: SuspiciousSequence): boolean {
  return events.some(({ action }) => action === 'login');
}

function hasNewAddress(sequence: SuspiciousSequence): boolean {
  return countNew(sequence, 'address') > 0;
}

function isAboutRights({ action }: IamLogEvent): boolean {
  return RIGHTS.has(action);
}

function isAtUnusualHour({ events, usual }: SuspiciousSequence): boolean {
  if (usual.length < MIN_USUAL) return false;
  return hoursApart(hourOf(events[0]), middleHour(usual.map(hourOf))) > OFF_HOURS;
}

/** How many different values the user never had before; none where little is known of the user. */
function countNew(
  { events, usual }: SuspiciousSequence,
  key: 'address' | 'device' | 'resource',
): number {
  if (usual.length < MIN_USUAL) return 0;
  const known = new Set(usual.map((event) => event[key]));
  return new Set(events.map((event) => event[key]).filter((value) => !known.has(value))).size;
}

function countOf(events: readonly IamLogEvent[], holds: (event: IamLogEvent) => boolean): number {
  return events.filter(holds).length;
}

/** In [0, 24), UTC. */
function hourOf({ time }: IamLogEvent): number {
  return (time / 3_600_000) % 24;
}

/** The mean direction on the clock. Source: Mardia and Jupp 2000, "Directional Statistics", eq. 2.2.4. */
function middleHour(hours: readonly number[]): number {
  const angles = hours.map((hour) => (hour * Math.PI) / 12);
  const sine = angles.reduce((sum, angle) => sum + Math.sin(angle), 0);
  const cosine = angles.reduce((sum, angle) => sum + Math.cos(angle), 0);
  return (Math.atan2(sine, cosine) * 12) / Math.PI;
}

function hoursApart(a: number, b: number): number {
  const apart = Math.abs(a - b) % 24;
  return Math.min(apart, 24 - apart);
}
