import type { SshdLogin } from '../data/sshd';
import { loginAttempts } from './login-attempts';

/** A source address on one day: what it tried, how fast, and with what success. */
export interface AddressDay {
  readonly address: string;
  /** Epoch ms of the day's start, UTC. */
  readonly day: number;
  /** Tries to log in, as `loginAttempts` counts them. */
  readonly attempts: number;
  readonly failed: number;
  readonly accepted: number;
  /** Refused part of the attempts, [0, 1]. */
  readonly failedShare: number;
  /** Different users tried. */
  readonly users: number;
  /** Part of the attempts on users that the host does not have, [0, 1]. */
  readonly invalidUserShare: number;
  /** Most attempts within 60 seconds. */
  readonly peakPerMinute: number;
  /** Minutes from the first to the last attempt. */
  readonly activeMinutes: number;
  /** Refused attempts before an accepted one on the same day; 0 where none was accepted. */
  readonly failedBeforeAccepted: number;
}

/** The features of `AddressDay` that a detector learns from. */
export const ADDRESS_DAY_FEATURES = [
  'attempts',
  'failedShare',
  'users',
  'invalidUserShare',
  'peakPerMinute',
  'activeMinutes',
  'failedBeforeAccepted',
] as const;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Features of each source address on each day (UTC) that it appears.
 *
 * A day's features are complete when the day is: score yesterday, not the running day.
 *
 * @param events in order of time.
 * @returns by day, then by first appearance.
 */
export function addressDays(events: readonly SshdLogin[]): AddressDay[] {
  const groups = new Map<string, SshdLogin[]>();
  for (const event of loginAttempts(events)) {
    const key = `${Math.floor(event.time / DAY_MS)} ${event.address}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].map(describeDay);
}

function describeDay(events: readonly SshdLogin[]): AddressDay {
  const count = (chosen: readonly SshdLogin[]) =>
    chosen.reduce((sum, event) => sum + event.repeated, 0);
  const first = events[0];
  const attempts = count(events);
  const failed = count(events.filter(isRefused));
  const lastAccepted = events.findLastIndex((event) => !isRefused(event));
  return {
    address: first.address,
    day: Math.floor(first.time / DAY_MS) * DAY_MS,
    attempts,
    failed,
    accepted: attempts - failed,
    failedShare: failed / attempts,
    users: new Set(events.map((event) => event.user)).size,
    invalidUserShare: count(events.filter((event) => event.invalidUser)) / attempts,
    peakPerMinute: peakWithin(events, MINUTE_MS),
    activeMinutes: (events[events.length - 1].time - first.time) / MINUTE_MS,
    failedBeforeAccepted: count(events.slice(0, Math.max(lastAccepted, 0)).filter(isRefused)),
  };
}

function isRefused(event: SshdLogin): boolean {
  return event.outcome !== 'accepted';
}

/** Most attempts in any window of the given length. */
function peakWithin(events: readonly SshdLogin[], windowMs: number): number {
  let peak = 0;
  let inWindow = 0;
  let oldest = 0;
  for (const event of events) {
    inWindow += event.repeated;
    while (events[oldest].time <= event.time - windowMs) {
      inWindow -= events[oldest++].repeated;
    }
    peak = Math.max(peak, inWindow);
  }
  return peak;
}
