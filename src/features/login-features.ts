import type { SshdLogin } from '../data/sshd';

/** What is known of a login when it happens; nothing here looks into the future. */
export interface LoginFeatures {
  /** Epoch ms, UTC, of the login. */
  readonly time: number;
  readonly address: string;
  readonly user: string;
  /** Hour of the day in UTC, 0 to 23. */
  readonly hour: number;
  /** 1 if the login was refused, else 0. */
  readonly isFailed: number;
  /** 1 if the host has no such user, else 0. */
  readonly isInvalidUser: number;
  /** Seconds since the address's last login; 86,400 at most and at its first. */
  readonly secondsSinceLast: number;
  /** Refused attempts of the address in the hour before this login. */
  readonly failedLastHour: number;
  /** Different users that the address has tried so far, this one included. */
  readonly usersSoFar: number;
  /** 1 if the address has not tried this user before, else 0. */
  readonly isNewUser: number;
}

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;

/** What is remembered of an address while its logins pass. */
interface History {
  readonly users: Set<string>;
  readonly failures: { time: number; attempts: number }[];
  failuresInHour: number;
  oldest: number;
  lastTime: number;
}

/**
 * Features of each login from the past of its source address.
 *
 * @param events in order of time, each try once (`loginAttempts`).
 * @returns one record an event, in the same order.
 * @throws {RangeError} if an event is older than the one before it.
 */
export function loginFeatures(events: readonly SshdLogin[]): LoginFeatures[] {
  const histories = new Map<string, History>();
  let lastTime = -Infinity;
  return events.map((event, i) => {
    if (event.time < lastTime) {
      throw new RangeError(`event ${i} must not be older than the one before it`);
    }
    lastTime = event.time;
    const history = histories.get(event.address) ?? newHistory();
    histories.set(event.address, history);
    forgetOldFailures(history, event.time - HOUR_MS);
    const features = describeLogin(event, history);
    remember(history, event);
    return features;
  });
}

function newHistory(): History {
  return { users: new Set(), failures: [], failuresInHour: 0, oldest: 0, lastTime: -Infinity };
}

function describeLogin(event: SshdLogin, history: History): LoginFeatures {
  const isNewUser = history.users.has(event.user) ? 0 : 1;
  return {
    time: event.time,
    address: event.address,
    user: event.user,
    hour: new Date(event.time).getUTCHours(),
    isFailed: event.outcome === 'accepted' ? 0 : 1,
    isInvalidUser: event.invalidUser ? 1 : 0,
    secondsSinceLast: Math.min((event.time - history.lastTime) / 1000, DAY_SECONDS),
    failedLastHour: history.failuresInHour,
    usersSoFar: history.users.size + isNewUser,
    isNewUser,
  };
}

function forgetOldFailures(history: History, before: number): void {
  const { failures } = history;
  while (history.oldest < failures.length && failures[history.oldest].time < before) {
    history.failuresInHour -= failures[history.oldest].attempts;
    history.oldest++;
  }
}

function remember(history: History, event: SshdLogin): void {
  history.users.add(event.user);
  history.lastTime = event.time;
  if (event.outcome === 'accepted') return;
  const attempts = event.repeated;
  history.failures.push({ time: event.time, attempts });
  history.failuresInHour += attempts;
}
