import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AUTH_ATTACK_KINDS,
  type AuthAttackKind,
  type AuthEvent,
  zeroTrustLabels,
} from '../../../src/data/auth/event';
import { createAuthLogGenerator } from '../../../src/data/auth/generator';
import type { AuthUser } from '../../../src/data/auth/users';
import { distanceKm } from '../../../src/data/great-circle';
import { IAM_PLACES } from '../../../src/data/iam/catalogue';
import type { IamDifficulty } from '../../../src/data/iam/difficulty';

const HOUR = 3_600_000;
const timeOf = ({ timestamp }: AuthEvent) => Date.parse(timestamp);
const generate = (seed: number, difficulty: IamDifficulty = 'medium') =>
  createAuthLogGenerator({ seed, difficulty }).generateCompleteDataset({
    normalEventsPerUser: 200,
    anomalyFraction: 0.05,
  });

const dataset = generate(3000);
const { events, users } = dataset;
const normal = events.filter(({ event_label }) => event_label === 'normal');
const people = users.filter(({ isService }) => !isService);
const share = (some: readonly unknown[], all: readonly unknown[]) => some.length / all.length;

/** Steps of one kind, cut where more than the gap passes or the key changes. */
function attacksOf(
  kind: AuthAttackKind,
  keyOf: (event: AuthEvent) => unknown,
  some: readonly AuthEvent[] = events,
): AuthEvent[][] {
  const groups = new Map<unknown, AuthEvent[][]>();
  for (const event of some.filter(({ event_label }) => event_label === kind)) {
    const attacks = groups.get(keyOf(event)) ?? [];
    const last = attacks.at(-1)?.at(-1);
    if (last && timeOf(event) - timeOf(last) < HOUR) attacks.at(-1)!.push(event);
    else attacks.push([event]);
    groups.set(keyOf(event), attacks);
  }
  return [...groups.values()].flat();
}

const ofUser = (user: AuthUser, some: readonly AuthEvent[] = normal) =>
  some.filter(({ user_id }) => user_id === user.userId);

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

describe('createAuthLogGenerator', () => {
  it('makes as many normal logins and attack steps as are asked for, each kind with its share', () => {
    const options = fc.record({
      nUsers: fc.integer({ min: 1, max: 60 }),
      normalEventsPerUser: fc.integer({ min: 1, max: 60 }),
      anomalyFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    const level = fc.constantFrom<IamDifficulty>('easy', 'medium', 'hard');
    fc.assert(
      fc.property(options, fc.integer(), level, (wanted, seed, difficulty) => {
        const made = createAuthLogGenerator({ seed, difficulty }).generateCompleteDataset(wanted);
        const nNormal = wanted.nUsers * wanted.normalEventsPerUser;
        const nAnomalies = Math.round(
          (nNormal * wanted.anomalyFraction) / (1 - wanted.anomalyFraction),
        );
        expect(made.users).toHaveLength(wanted.nUsers);
        expect(made.events).toHaveLength(nNormal + nAnomalies);
        const labels = zeroTrustLabels(made.events);
        expect(labels.reduce((sum, label) => sum + label, 0)).toBe(nAnomalies);
        for (const kind of AUTH_ATTACK_KINDS) {
          const steps = made.events.filter(({ event_label }) => event_label === kind);
          expect(Math.abs(steps.length - nAnomalies / 6)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
    expect(createAuthLogGenerator().generateCompleteDataset().events).toHaveLength(11_111);
  });

  it('repeats itself for a seed and differs for another', () => {
    expect(generate(3000)).toEqual(dataset);
    expect(generate(3001).events).not.toEqual(events);
  });

  it('goes on with the same users at a later start, with other events', () => {
    const start = Date.UTC(2024, 0, 1) + 42 * 24 * HOUR;
    const later = createAuthLogGenerator({ seed: 3000, start }).generateCompleteDataset();
    const habits = (user: AuthUser) => ({ ...user, newDevice: null });
    expect(later.users.map(habits)).toEqual(users.map(habits));
    expect(timeOf(later.events[0])).toBeGreaterThanOrEqual(start);
    const seen = new Set(events.map(({ user_id, access_time }) => `${user_id} ${access_time}`));
    const again = later.events.filter((e) => seen.has(`${e.user_id} ${e.access_time}`));
    expect(share(again, later.events)).toBeLessThan(0.02);
  });

  it('has the columns of the seed, by time, in whole seconds of UTC', () => {
    expect(Object.keys(events[0])).toEqual([
      'user_id',
      'device_id',
      'ip_address',
      'location',
      'login_success',
      'access_time',
      'resource_accessed',
      'bytes_transferred',
      'event_label',
      'timestamp',
    ]);
    let last = '';
    for (const { timestamp, access_time, bytes_transferred } of events) {
      expect(timestamp).toMatch(/^2024-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(access_time).toBe(timestamp.slice(11, 19));
      expect(timestamp >= last).toBe(true);
      expect(Number.isSafeInteger(bytes_transferred) && bytes_transferred > 0).toBe(true);
      last = timestamp;
    }
  });

  it('uses addresses of private ranges and those for documentation and benchmarks alone', () => {
    const known = /^(10\.\d+|198\.1[89]|198\.51\.100|203\.0\.113)(\.\d{1,3}){1,2}$/;
    expect(events.filter(({ ip_address }) => !known.test(ip_address!))).toEqual([]);
    const last = events.map(({ ip_address }) => Number(ip_address!.split('.')[3]));
    expect(last.every((number) => number >= 0 && number < 256)).toBe(true);
  });

  it.each([
    [{ difficulty: 'insane' }, /difficulty must be easy, medium or hard, got insane/],
    [{ start: 5 }, /start must be a midnight in UTC, got 5/],
    [{ seed: 0.5 }, /seed must be an integer, got 0.5/],
    [{ sed: 1 }, /option must be seed, difficulty or start, got sed/],
  ])('refuses %j', (options, message) => {
    expect(() => createAuthLogGenerator(options as object)).toThrow(message);
  });

  it.each([
    [{ nUsers: 0 }, /nUsers must be an integer of at least 1, got 0/],
    [{ anomalyFraction: 0.6 }, /anomalyFraction must be in \[0, 0.5\], got 0.6/],
    [{ days: 3 }, /option must be nUsers, normalEventsPerUser or anomalyFraction, got days/],
  ])('refuses %j as a size', (wanted, message) => {
    const { generateCompleteDataset } = createAuthLogGenerator();
    expect(() => generateCompleteDataset(wanted as object)).toThrow(message);
  });
});

describe('habits', () => {
  it('lets users work at their hours, and less at weekends', () => {
    const hoursOff = people.flatMap((user) =>
      ofUser(user).map((event) => {
        const hour = (timeOf(event) / HOUR) % 24;
        const off = Math.abs(hour - user.usualHour) % 24;
        return Math.min(off, 24 - off);
      }),
    );
    expect(median(hoursOff)).toBeLessThan(3);
    const isWeekend = (event: AuthEvent) => [0, 6].includes(new Date(event.timestamp).getUTCDay());
    const working = normal.filter(({ user_id }) => user_id.startsWith('user'));
    expect(share(working.filter(isWeekend), working)).toBeLessThan(0.1);
  });

  it('gives each user one to three devices and resources of their own', () => {
    for (const user of people) {
      const own = ofUser(user);
      expect(user.devices.length).toBeGreaterThanOrEqual(1);
      expect(user.devices.length).toBeLessThanOrEqual(3);
      const devices = [...user.devices, user.newDevice?.name];
      expect(
        share(
          own.filter((e) => devices.includes(e.device_id!)),
          own,
        ),
      ).toBeGreaterThan(0.7);
      const usual = own.filter((e) => user.resources.includes(e.resource_accessed));
      expect(share(usual, own)).toBeGreaterThan(0.7);
    }
  });

  it('refuses a few percent of honest logins, some several times in a row', () => {
    const failed = normal.filter(({ login_success }) => !login_success);
    expect(share(failed, normal)).toBeGreaterThan(0.02);
    expect(share(failed, normal)).toBeLessThan(0.07);
    const streaks = people.map((user) => {
      let longest = 0;
      let now = 0;
      for (const { login_success } of ofUser(user)) {
        now = login_success ? 0 : now + 1;
        longest = Math.max(longest, now);
      }
      return longest;
    });
    expect(Math.max(...streaks)).toBeGreaterThanOrEqual(4);
  });

  it('transfers log-normal bytes that depend on the resource', () => {
    const of = (kind: string) =>
      normal
        .filter((e) => e.resource_accessed.startsWith(kind) && e.login_success)
        .filter(({ user_id }) => user_id.startsWith('user'))
        .map(({ bytes_transferred }) => Math.log(bytes_transferred));
    expect(median(of('bucket')) - median(of('wiki'))).toBeGreaterThan(3);
    const wiki = of('wiki');
    const mean = wiki.reduce((sum, x) => sum + x, 0) / wiki.length;
    expect(Math.abs(mean - median(wiki))).toBeLessThan(0.25);
  });

  it('has oddities that make rules fail: tunnels, large backups at night, replaced devices', () => {
    let tooFast = 0;
    for (const user of people) {
      const own = ofUser(user);
      own.slice(1).forEach((event, i) => {
        if (speed(own[i], event) > 900) tooFast++;
        if (user.tunnel === null) expect(speed(own[i], event)).toBeLessThan(900);
      });
    }
    expect(tooFast).toBeGreaterThan(50);
    const backups = normal.filter(({ user_id }) => user_id.startsWith('backup'));
    expect(share(backups, normal)).toBeCloseTo(0.04);
    expect(backups.every(({ access_time }) => access_time < '07')).toBe(true);
    const bytes = (some: readonly AuthEvent[]) => median(some.map((e) => e.bytes_transferred));
    const exfiltrated = events.filter((e) => e.event_label === 'off_hours_exfiltration');
    expect(bytes(backups)).toBeGreaterThan(bytes(exfiltrated));
    expect(users.filter(({ newDevice }) => newDevice !== null).length).toBeGreaterThan(5);
  });
});

/** Km/h between two logins. */
function speed(from: AuthEvent, to: AuthEvent): number {
  const km = distanceKm(IAM_PLACES[from.location!], IAM_PLACES[to.location!]);
  return km === 0 ? 0 : (km * HOUR) / (timeOf(to) - timeOf(from));
}

describe.each(['easy', 'medium', 'hard'] as const)('attacks that are %s to find', (difficulty) => {
  const { events: all, users: victims } = generate(3002, difficulty);
  const attacks = (kind: AuthAttackKind, keyOf: (event: AuthEvent) => unknown) =>
    attacksOf(kind, keyOf, all);
  const short = (found: readonly AuthEvent[][], least: number) =>
    found.filter((steps) => steps.length < least).length; // one of a kind may be cut short
  const userOf = ({ user_id }: AuthEvent) => victims.find(({ userId }) => userId === user_id)!;
  const addressAndUser = ({ user_id, ip_address }: AuthEvent) => `${user_id} ${ip_address}`;
  const earlierOf = (event: AuthEvent) =>
    all.filter(
      (e) =>
        e.event_label === 'normal' && e.user_id === event.user_id && e.timestamp < event.timestamp,
    );

  it('brute force is one user, one address and many refusals within minutes', () => {
    for (const steps of attacks('brute_force', addressAndUser)) {
      expect(steps.filter(({ login_success }) => login_success).length).toBeLessThanOrEqual(1);
      expect(timeOf(steps.at(-1)!) - timeOf(steps[0])).toBeLessThan(10 * 60_000);
    }
    expect(short(attacks('brute_force', addressAndUser), 8)).toBeLessThanOrEqual(1);
  });

  it('a password spray is one address and as many users as logins', () => {
    for (const steps of attacks('password_spray', ({ ip_address }) => ip_address).filter(
      (a) => a.length > 1,
    )) {
      expect(new Set(steps.map(({ user_id }) => user_id)).size).toBe(steps.length);
      expect(steps.filter(({ login_success }) => !login_success).length).toBeGreaterThan(
        0.7 * steps.length,
      );
    }
    const [longest] = attacks('password_spray', ({ ip_address }) => ip_address).sort(
      (a, b) => b.length - a.length,
    );
    expect(longest.length).toBeGreaterThan(10);
  });

  it('impossible travel is faster than 900 km/h from the victim’s own login before', () => {
    const firsts = attacks('impossible_travel', addressAndUser).map(([first]) => first);
    expect(firsts.length).toBeGreaterThan(30);
    for (const first of firsts) expect(speed(earlierOf(first).at(-1)!, first)).toBeGreaterThan(900);
  });

  it('a new device is in the victim’s city, and never was the victim’s', () => {
    for (const [first] of attacks('new_device', ({ device_id }) => device_id)) {
      expect(first.location).toBe(userOf(first).city);
      expect(earlierOf(first).some(({ device_id }) => device_id === first.device_id)).toBe(false);
    }
  });

  it('exfiltration is far from the usual hour and of many times the bytes', () => {
    const steps = attacks('off_hours_exfiltration', addressAndUser).flat();
    for (const [first] of attacks('off_hours_exfiltration', addressAndUser)) {
      const since = (timeOf(first) / HOUR - userOf(first).usualHour + 240) % 24;
      expect(since).toBeGreaterThan(10.9);
      expect(since).toBeLessThan(17.1);
    }
    const loud = (event: AuthEvent) => {
      const usual = all.filter(
        (e) => e.event_label === 'normal' && e.resource_accessed === event.resource_accessed,
      );
      return event.bytes_transferred > 3 * median(usual.map((e) => e.bytes_transferred));
    };
    expect(share(steps.filter(loud), steps)).toBeGreaterThan(0.7);
  });

  it('lateral movement is one account on many resources that are not its own', () => {
    for (const steps of attacks('lateral_movement', addressAndUser)) {
      const targets = new Set(steps.map(({ resource_accessed }) => resource_accessed));
      expect(targets.size).toBe(steps.length);
      const { resources } = userOf(steps[0]);
      expect(resources.some((name) => targets.has(name))).toBe(false);
    }
    expect(short(attacks('lateral_movement', addressAndUser), 6)).toBeLessThanOrEqual(1);
  });
});
