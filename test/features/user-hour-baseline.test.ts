import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UserHourBaseline, userHourBaseline } from '../../src/features/user-hour-baseline';

type Event = Parameters<typeof userHourBaseline>[0][number];

/** An event of a user at an hour of day 1 on. */
function eventOf(user_id: string, hours: number, bytes_transferred: number): Event {
  const timestamp = new Date(Date.UTC(2024, 0, 1) + hours * 3_600_000).toISOString();
  return { user_id, access_time: timestamp.slice(11, 23), bytes_transferred, timestamp };
}

/** The definition, word for word. */
function bruteForce(events: readonly Event[], history: string, i: number): UserHourBaseline {
  const { user_id, access_time, bytes_transferred: bytes } = events[i];
  const known = history === 'earlier' ? events.slice(0, i) : events;
  const ofUser = known.filter((event) => event.user_id === user_id);
  const ofHour = ofUser.filter((e) => e.access_time.slice(0, 2) === access_time.slice(0, 2));
  const bases: Record<string, readonly Event[]> = { userHour: ofHour, user: ofUser, all: known };
  for (const [basis, some] of Object.entries(bases)) {
    if (some.length === 0) continue;
    const meanBytes = some.reduce((sum, e) => sum + e.bytes_transferred, 0) / some.length;
    const deviationRatio = bytes / (meanBytes + 1e-5);
    return { meanBytes, deviationRatio, basis: basis as UserHourBaseline['basis'] };
  }
  return { meanBytes: bytes, deviationRatio: 1, basis: 'none' };
}

const streams = fc
  .array(
    fc.record({
      user: fc.constantFrom('ann', 'bob', '9 ann', 'user ann', 'all', ''),
      hours: fc.integer({ min: 0, max: 200 }),
      bytes: fc.integer({ min: 0, max: 1e9 }),
    }),
    { maxLength: 60 },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.hours - b.hours)
      .map(({ user, hours, bytes }) => eventOf(user, hours, bytes)),
  );

describe('userHourBaseline', () => {
  it.each(['earlier', 'everything'] as const)('is what its definition says, of %s', (history) => {
    fc.assert(
      fc.property(streams, (events) => {
        const baselines = userHourBaseline(events, { history });
        expect(baselines).toEqual(events.map((_, i) => bruteForce(events, history, i)));
      }),
    );
  });

  it('does not change an event’s baseline by what comes after it', () => {
    fc.assert(
      fc.property(streams, fc.nat(60), (events, n) => {
        expect(userHourBaseline(events.slice(0, n))).toEqual(userHourBaseline(events).slice(0, n));
      }),
    );
  });

  it('falls back from user and hour to user, to all, to nothing', () => {
    const events = [
      eventOf('ann', 9, 100),
      eventOf('bob', 9.5, 300),
      eventOf('ann', 14, 50),
      eventOf('ann', 33.1, 500),
    ];
    expect(userHourBaseline(events)).toEqual([
      { meanBytes: 100, deviationRatio: 1, basis: 'none' },
      { meanBytes: 100, deviationRatio: 300 / 100.00001, basis: 'all' },
      { meanBytes: 100, deviationRatio: 50 / 100.00001, basis: 'user' },
      { meanBytes: 100, deviationRatio: 500 / 100.00001, basis: 'userHour' },
    ]);
  });

  it('knows no deviation of a user-hour with one event where the event counts itself', () => {
    const events = [eventOf('ann', 9, 100), eventOf('ann', 11, 1e9)];
    const ratio = (history: 'earlier' | 'everything') =>
      userHourBaseline(events, { history })[1].deviationRatio;
    expect(ratio('everything')).toBeCloseTo(1);
    expect(ratio('earlier')).toBeGreaterThan(1e6);
  });

  it('is finite where nothing was ever transferred', () => {
    const [, second] = userHourBaseline([eventOf('ann', 9, 0), eventOf('ann', 9, 0)]);
    expect(second).toEqual({ meanBytes: 0, deviationRatio: 0, basis: 'userHour' });
    expect(userHourBaseline([])).toEqual([]);
  });

  const good = eventOf('ann', 9, 1);
  it.each([
    [[good, eventOf('ann', 8, 1)], /event 1 must not be older than the one before it/],
    [[{ ...good, timestamp: 'x' }], /event 0: timestamp must be a time, got x/],
    [[{ ...good, access_time: '9' }], /event 0: access_time must be a time as HH:MM:SS, got 9/],
    [
      [good, { ...good, bytes_transferred: Number.NaN }],
      /event 1: bytes_transferred must be .* NaN/,
    ],
    [[good, { ...good, bytes_transferred: -1 }], /bytes_transferred must be .* got -1/],
  ])('refuses %j', (events, message) => {
    expect(() => userHourBaseline(events)).toThrow(message);
  });

  it('refuses options that do not exist', () => {
    expect(() => userHourBaseline([], { history: 'future' as 'earlier' })).toThrow(
      /history must be earlier or everything, got future/,
    );
    expect(() => userHourBaseline([], { past: 1 } as object)).toThrow(/option must be history/);
  });
});
