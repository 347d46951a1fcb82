/** What an attacker does; `AUTH_ATTACKS` has the steps. */
export const AUTH_ATTACK_KINDS = [
  'brute_force',
  'password_spray',
  'impossible_travel',
  'new_device',
  'off_hours_exfiltration',
  'lateral_movement',
] as const;

/** One of `AUTH_ATTACK_KINDS`. */
export type AuthAttackKind = (typeof AUTH_ATTACK_KINDS)[number];

/** The label of events that are trusted; zero trust takes whatever has another one for an anomaly. */
export const AUTH_NORMAL = 'normal';

/** One login of an authentication log, with the names of its columns. */
export interface AuthLogEvent {
  readonly user_id: string;
  /** Null where the log does not know. */
  readonly device_id: string | null;
  /** IPv4 or IPv6; null where the log does not know. */
  readonly ip_address: string | null;
  /** A name of where the address is; null where the log does not know. */
  readonly location: string | null;
  readonly login_success: boolean;
  /** Time of day as `HH:MM:SS`. */
  readonly access_time: string;
  /** What was logged in to. */
  readonly resource_accessed: string;
  /** At least 0. */
  readonly bytes_transferred: number;
  /** ISO 8601; UTC where it has no zone. */
  readonly timestamp: string;
}

/** One login with its label. */
export interface AuthEvent extends AuthLogEvent {
  /** `normal`, or what else it is: of generated events one of `AUTH_ATTACK_KINDS`. */
  readonly event_label: string;
}

/**
 * Labels under zero trust: only what is labelled `normal` is trusted.
 *
 * Source: seed notebook 001, "Apply Zero-Trust Labeling".
 *
 * @returns 0 for `normal`, 1 for any other label, shape `[events.length]`.
 */
export function zeroTrustLabels(events: readonly Pick<AuthEvent, 'event_label'>[]): Int32Array {
  return Int32Array.from(events, ({ event_label }) => Number(event_label !== AUTH_NORMAL));
}

/** A time as the columns of a log have it: UTC, to the second. */
export function timeColumns(time: number): Pick<AuthLogEvent, 'access_time' | 'timestamp'> {
  const text = new Date(time).toISOString();
  return { access_time: text.slice(11, 19), timestamp: `${text.slice(0, 19)}Z` };
}
