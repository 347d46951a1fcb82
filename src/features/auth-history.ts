import type { AuthLogEvent } from '../data/auth/event';
import { parseIsoTime } from '../data/iso-time';
import { type RecentValues, recentValues } from './recent-values';

/** What is known of a login from those before it; nothing looks ahead and nothing is fitted. */
export interface AuthHistory {
  /** 1 if the user never had this device before; 0 at the user's first login, and where it is not known. */
  readonly newDevice: number;
  readonly newAddress: number;
  readonly newLocation: number;
  readonly newResource: number;
  /** Refused logins of the user, and from the address, in the hour before this one. */
  readonly userFailuresLastHour: number;
  readonly addressFailuresLastHour: number;
  /** Different users from the address in the last hour, this one included; 0 where it is not known. */
  readonly addressUsersLastHour: number;
  /** Different resources and locations of the user in the last hour, this one included. */
  readonly userResourcesLastHour: number;
  readonly userLocationsLastHour: number;
}

/** The columns of `AuthHistory`, as a pipeline takes them. */
export const AUTH_HISTORY_COLUMNS: Readonly<Record<keyof AuthHistory, 'numeric'>> = {
  newDevice: 'numeric',
  newAddress: 'numeric',
  newLocation: 'numeric',
  newResource: 'numeric',
  userFailuresLastHour: 'numeric',
  addressFailuresLastHour: 'numeric',
  addressUsersLastHour: 'numeric',
  userResourcesLastHour: 'numeric',
  userLocationsLastHour: 'numeric',
};

const HOUR = 3_600_000;
const FIELDS = ['device_id', 'ip_address', 'location', 'resource_accessed'] as const;

/** What is remembered while logins pass. */
interface Memory {
  readonly seen: Map<string, Readonly<Record<(typeof FIELDS)[number], Set<string>>>>;
  readonly failuresOfUser: RecentValues;
  readonly failuresOfAddress: RecentValues;
  readonly usersOfAddress: RecentValues;
  readonly resourcesOfUser: RecentValues;
  readonly locationsOfUser: RecentValues;
}

/**
 * Adds to each login what is known of it from those before: what is new for the user, and what user and
 * address did in the last hour.
 *
 * Rows of the first events are the same whatever follows. Time is linear in the number of events.
 *
 * @param events in order of time, of one or several users.
 * @returns the events with their history, in the same order.
 * @throws {RangeError} if an event is older than the one before it, or its timestamp is none.
 */
export function withAuthHistory<Event extends AuthLogEvent>(
  events: readonly Event[],
): (Event & AuthHistory)[] {
  const memory = newMemory();
  let last = -Infinity;
  return events.map((event, i) => {
    const time = parseIsoTime(event.timestamp);
    if (Number.isNaN(time)) {
      throw new RangeError(`event ${i}: timestamp must be a time, got ${event.timestamp}`);
    }
    if (time < last) throw new RangeError(`event ${i} must not be older than the one before it`);
    last = time;
    const row = { ...event, ...historyOf(memory, event, time) };
    remember(memory, event, time);
    return row;
  });
}

function newMemory(): Memory {
  return {
    seen: new Map(),
    failuresOfUser: recentValues(HOUR),
    failuresOfAddress: recentValues(HOUR),
    usersOfAddress: recentValues(HOUR),
    resourcesOfUser: recentValues(HOUR),
    locationsOfUser: recentValues(HOUR),
  };
}

function historyOf(memory: Memory, event: AuthLogEvent, time: number): AuthHistory {
  const { user_id: user, ip_address: address, location } = event;
  const seen = memory.seen.get(user);
  const isNew = (field: (typeof FIELDS)[number]) => {
    const value = event[field];
    return Number(seen !== undefined && value !== null && !seen[field].has(value));
  };
  return {
    newDevice: isNew('device_id'),
    newAddress: isNew('ip_address'),
    newLocation: isNew('location'),
    newResource: isNew('resource_accessed'),
    userFailuresLastHour: memory.failuresOfUser.count(user, time),
    addressFailuresLastHour: address === null ? 0 : memory.failuresOfAddress.count(address, time),
    addressUsersLastHour:
      address === null ? 0 : memory.usersOfAddress.distinctWith(address, user, time),
    userResourcesLastHour: memory.resourcesOfUser.distinctWith(user, event.resource_accessed, time),
    userLocationsLastHour:
      location === null ? 0 : memory.locationsOfUser.distinctWith(user, location, time),
  };
}

function remember(memory: Memory, event: AuthLogEvent, time: number): void {
  const { user_id: user, ip_address: address, location } = event;
  const seen = memory.seen.get(user) ?? {
    device_id: new Set<string>(),
    ip_address: new Set<string>(),
    location: new Set<string>(),
    resource_accessed: new Set<string>(),
  };
  memory.seen.set(user, seen);
  for (const field of FIELDS) {
    const value = event[field];
    if (value !== null) seen[field].add(value);
  }
  memory.resourcesOfUser.add(user, event.resource_accessed, time);
  if (location !== null) memory.locationsOfUser.add(user, location, time);
  if (address !== null) memory.usersOfAddress.add(address, user, time);
  if (event.login_success) return;
  memory.failuresOfUser.add(user, '', time);
  if (address !== null) memory.failuresOfAddress.add(address, '', time);
}
