import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthLogEvent } from '../../src/data/auth/event';
import { timeColumns } from '../../src/data/auth/event';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import {
  AUTH_HISTORY_COLUMNS,
  type AuthHistory,
  withAuthHistory,
} from '../../src/features/auth-history';

const START = Date.UTC(2024, 0, 1);
const name = (prefix: string) => fc.constantFrom(`${prefix}1`, `${prefix}2`, `${prefix}3`);
const maybe = (prefix: string) => fc.option(name(prefix), { nil: null });
const streams = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 300 }),
      user_id: name('user'),
      device_id: maybe('device'),
      ip_address: maybe('10.0.0.'),
      location: maybe('city'),
      login_success: fc.boolean(),
      resource_accessed: name('wiki-'),
    }),
    { maxLength: 40 },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.minutes - b.minutes)
      .map(({ minutes, ...event }): AuthLogEvent => {
        return { ...event, bytes_transferred: 1, ...timeColumns(START + minutes * 60_000) };
      }),
  );

/** The definitions, word for word. */
function bruteForce(events: readonly AuthLogEvent[], i: number): AuthHistory {
  const event = events[i];
  const time = Date.parse(event.timestamp);
  const earlier = events.slice(0, i);
  const recent = earlier.filter(({ timestamp }) => Date.parse(timestamp) >= time - 3_600_000);
  const own = earlier.filter(({ user_id }) => user_id === event.user_id);
  const ownRecent = recent.filter(({ user_id }) => user_id === event.user_id);
  const address = event.ip_address;
  const ofAddress = recent.filter((e) => address !== null && e.ip_address === address);
  type Field = 'device_id' | 'ip_address' | 'location' | 'resource_accessed';
  const isNew = (field: Field) =>
    Number(own.length > 0 && event[field] !== null && own.every((e) => e[field] !== event[field]));
  const distinct = (some: readonly AuthLogEvent[], field: Field | 'user_id') =>
    new Set([...some, event].map((e) => e[field]).filter((value) => value !== null)).size;
  const failures = (some: readonly AuthLogEvent[]) => some.filter((e) => !e.login_success).length;
  return {
    newDevice: isNew('device_id'),
    newAddress: isNew('ip_address'),
    newLocation: isNew('location'),
    newResource: isNew('resource_accessed'),
    userFailuresLastHour: failures(ownRecent),
    addressFailuresLastHour: failures(ofAddress),
    addressUsersLastHour: address === null ? 0 : distinct(ofAddress, 'user_id'),
    userResourcesLastHour: distinct(ownRecent, 'resource_accessed'),
    userLocationsLastHour: event.location === null ? 0 : distinct(ownRecent, 'location'),
  };
}

describe('withAuthHistory', () => {
  it('is what its definitions say', () => {
    fc.assert(
      fc.property(streams, (events) => {
        const expected = events.map((event, i) => ({ ...event, ...bruteForce(events, i) }));
        expect(withAuthHistory(events)).toEqual(expected);
      }),
    );
  });

  it('does not change by what comes after', () => {
    fc.assert(
      fc.property(streams, fc.nat(40), (events, n) => {
        expect(withAuthHistory(events.slice(0, n))).toEqual(withAuthHistory(events).slice(0, n));
      }),
    );
  });

  it('keeps the columns of the log, and names its own', () => {
    const { events } = createAuthLogGenerator().generateCompleteDataset({ nUsers: 2 });
    const [row] = withAuthHistory(events);
    expect(Object.keys(row)).toEqual([
      ...Object.keys(events[0]),
      ...Object.keys(AUTH_HISTORY_COLUMNS),
    ]);
  });

  it('refuses events out of order, and times that are none', () => {
    const { events } = createAuthLogGenerator().generateCompleteDataset({ nUsers: 2 });
    expect(() => withAuthHistory([events[50], events[0]])).toThrow(
      /event 1 must not be older than the one before it/,
    );
    expect(() => withAuthHistory([{ ...events[0], timestamp: 'now' }])).toThrow(
      /event 0: timestamp must be a time, got now/,
    );
    expect(withAuthHistory([])).toEqual([]);
  });
});
