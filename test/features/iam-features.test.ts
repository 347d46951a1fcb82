import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IamLogEvent } from '../../src/data/iam/event';
import { createIamDataGenerator } from '../../src/data/iam/generator';
import { IAM_COLUMNS, iamFeatures } from '../../src/features/iam-features';
import { noveltyCount } from '../../src/features/iam-novelty';

const MINUTE = 60_000;
const NOON = Date.UTC(2024, 0, 5, 12); // a Friday
const event: IamLogEvent = {
  time: NOON,
  userId: 'anna',
  role: 'analyst',
  action: 'login',
  outcome: 'success',
  resource: 'console',
  sensitivity: 1,
  device: 'laptop',
  country: 'CH',
  city: 'Zurich',
  latitude: 47.4,
  longitude: 8.5,
  address: '2001:db8::1',
  mfa: true,
  bytes: 500,
};

describe('iamFeatures', () => {
  it('has nothing new at a first event, whoever came before', () => {
    const [, row] = iamFeatures([{ ...event, userId: 'ben', device: 'other' }, event]);
    expect(row).toMatchObject({ newDevice: 0, newPlace: 0, newAddress: 0, newResource: 0 });
    expect(row).toMatchObject({ newAction: 0, deviceChanged: 0, hoursFromUsual: 0 });
    expect(row).toMatchObject({ eventsLastHour: 0, failuresLastHour: 0, bytesAboveUsual: 0 });
    expect(row).toMatchObject({ logTravelKmPerHour: 0, distinctResourcesLastHour: 1, mfa: 1 });
    expect(row.logMinutesSinceLast).toBe(Math.log1p(7 * 1440));
  });

  it('compares with the user’s own past', () => {
    const time = NOON + 30 * MINUTE;
    const london = { country: 'GB', city: 'London', latitude: 51.5, longitude: -0.1 };
    const read = { action: 'read', resource: 'wiki-1', outcome: 'failure' } as const;
    const [, row] = iamFeatures([event, { ...event, ...read, ...london, time, device: 'phone' }]);
    expect(row).toMatchObject({ newDevice: 1, newPlace: 1, newAddress: 0, newAction: 1 });
    expect(row).toMatchObject({ newResource: 1, deviceChanged: 1, addressChanged: 0, failed: 1 });
    expect(row).toMatchObject({ eventsLastHour: 1, distinctResourcesLastHour: 2, isWeekend: 0 });
    expect(row.hoursFromUsual).toBeCloseTo(0.5, 9);
    expect(row.logMinutesSinceLast).toBeCloseTo(Math.log(31), 12);
    // 777 km in half an hour.
    expect(Math.expm1(row.logTravelKmPerHour)).toBeCloseTo(2 * 777, -1.5);
  });

  it('counts the hour before, and forgets', () => {
    const times = [0, 10, 20, 75, 200];
    const rows = iamFeatures(
      times.map((minutes) => ({
        ...event,
        time: NOON + minutes * MINUTE,
        outcome: minutes < 20 ? ('failure' as const) : ('success' as const),
        resource: `wiki-${minutes}`,
      })),
    );
    expect(rows.map((row) => row.failuresLastHour)).toEqual([0, 1, 2, 0, 0]);
    expect(rows.map((row) => row.eventsLastHour)).toEqual([0, 1, 2, 1, 0]);
    expect(rows.map((row) => row.distinctResourcesLastHour)).toEqual([1, 2, 3, 2, 1]);
  });

  it('measures hours round the clock and bytes against the same action', () => {
    const late = { ...event, time: Date.UTC(2024, 0, 5, 23) };
    const rows = iamFeatures([
      late,
      { ...late, time: late.time + 2 * 60 * MINUTE, action: 'read', bytes: 99 },
      { ...late, time: late.time + 3 * 60 * MINUTE, action: 'read', bytes: 9999 },
    ]);
    expect(rows[1].hoursFromUsual).toBeCloseTo(2, 9);
    expect(rows[1].bytesAboveUsual).toBe(0);
    expect(rows[2].bytesAboveUsual).toBeCloseTo(Math.log(100), 9);
    expect(rows[2].isWeekend).toBe(1);
  });

  const { events } = createIamDataGenerator({ seed: 2000 }).generateCompleteDataset({ nUsers: 8 });
  const rows = iamFeatures(events);

  it('does not look ahead, nor at other users', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: events.length }), (length) => {
        expect(iamFeatures(events.slice(0, length))).toEqual(rows.slice(0, length));
      }),
      { numRuns: 20 },
    );
    const own = ({ userId }: { userId: string }) => userId === 'user-0003';
    expect(iamFeatures(events.filter(own))).toEqual(rows.filter(own));
  });

  it('does not see the truth', () => {
    const blind = events.map(({ isAnomaly, pattern, campaign, ...log }) => log);
    expect(iamFeatures(blind)).toEqual(rows);
  });

  it('fills every column with finite numbers or categories', () => {
    const columns = Object.keys(IAM_COLUMNS);
    expect(Object.keys(rows[0])).toEqual(['userId', 'time', ...columns]);
    for (const row of rows) {
      for (const [name, kind] of Object.entries(IAM_COLUMNS)) {
        const value = row[name as keyof typeof row];
        expect(kind === 'oneHot' ? typeof value === 'string' : Number.isFinite(value)).toBe(true);
      }
    }
  });

  it('refuses events that are not in order', () => {
    expect(() => iamFeatures([event, { ...event, time: 0 }])).toThrow(
      /event 1 must not be older than the one before it/,
    );
  });
});

describe('noveltyCount', () => {
  it('counts what is odd, one each', () => {
    const night = NOON + 12 * 60 * MINUTE;
    const odd = { action: 'read', outcome: 'failure', resource: 'vault-1', device: 'x' } as const;
    const rows = iamFeatures([event, event, { ...event, ...odd, city: 'Oslo', time: night }]);
    expect([...noveltyCount(rows)]).toEqual([0, 0, 6]);
  });
});
