import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IAM_DIFFICULTIES, type IamDifficulty } from '../../../src/data/iam/difficulty';
import { IAM_PATTERN_NAMES, type IamEvent } from '../../../src/data/iam/event';
import { createIamDataGenerator } from '../../../src/data/iam/generator';
import { IAM_PATTERNS } from '../../../src/data/iam/patterns';

const DAY = 86_400_000;
const generate = (seed: number, difficulty: IamDifficulty = 'medium') =>
  createIamDataGenerator({ seed, difficulty }).generateCompleteDataset();

describe('createIamDataGenerator', () => {
  const dataset = generate(2000);

  it('makes as many normal events and anomalies as are asked for', () => {
    const options = fc.record({
      nUsers: fc.integer({ min: 1, max: 12 }),
      normalEventsPerUser: fc.integer({ min: 1, max: 60 }),
      anomalyFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(options, fc.integer(), (wanted, seed) => {
        const { events, users } = createIamDataGenerator({ seed }).generateCompleteDataset(wanted);
        const nNormal = wanted.nUsers * wanted.normalEventsPerUser;
        const nAnomalies = Math.round(
          (nNormal * wanted.anomalyFraction) / (1 - wanted.anomalyFraction),
        );
        expect(users).toHaveLength(wanted.nUsers);
        expect(events).toHaveLength(nNormal + nAnomalies);
        for (const { userId } of users) {
          const own = events.filter((event) => event.userId === userId && !event.isAnomaly);
          expect(own).toHaveLength(wanted.normalEventsPerUser);
        }
      }),
      { numRuns: 40 },
    );
    expect(dataset.events).toHaveLength(11_111);
    expect(dataset.events.filter(({ isAnomaly }) => isAnomaly)).toHaveLength(1111);
  });

  it('repeats itself for a seed and differs for another', () => {
    expect(generate(2000)).toEqual(dataset);
    expect(generate(2001).events).not.toEqual(dataset.events);
    expect(createIamDataGenerator().generateCompleteDataset()).toEqual(generate(0));
  });

  it('goes on with the same users at a later start, whose events do not come again', () => {
    const start = Date.UTC(2024, 0, 1) + 42 * DAY; // whole weeks, so that all days are alike
    const later = createIamDataGenerator({ seed: 2000, start }).generateCompleteDataset();
    expect(later.users).toEqual(dataset.users);
    expect(later.events[0].time).toBeGreaterThanOrEqual(start);
    const timesOfDay = new Set(dataset.events.map(({ time }) => time % DAY));
    const again = later.events.filter(({ time }) => timesOfDay.has(time % DAY));
    expect(again.length / later.events.length).toBeLessThan(0.01);
  });

  it('sorts by time, and each user only ever goes on', () => {
    const lastOf = new Map<string, number>();
    let last = -Infinity;
    for (const { time, userId } of dataset.events) {
      expect(time).toBeGreaterThanOrEqual(last);
      expect(time).toBeGreaterThan(lastOf.get(userId) ?? -Infinity);
      last = time;
      lastOf.set(userId, time);
    }
  });

  it.each([20, 100, 800])('lets %i events a user span about 30 days', (normalEventsPerUser) => {
    const { events, users } = createIamDataGenerator().generateCompleteDataset({
      nUsers: 20,
      normalEventsPerUser,
    });
    const spans = users.map(({ userId }) => {
      const times = events.filter((event) => event.userId === userId).map(({ time }) => time);
      return (times[times.length - 1] - Date.UTC(2024, 0, 1)) / DAY;
    });
    const mean = spans.reduce((sum, span) => sum + span, 0) / spans.length;
    expect(mean).toBeGreaterThan(25);
    expect(mean).toBeLessThan(36);
    expect(Math.min(...spans)).toBeGreaterThan(10);
  });

  it('mixes every pattern into the user’s own events', () => {
    const patterns = new Set(dataset.events.map(({ pattern }) => pattern));
    expect(patterns).toEqual(new Set(['none', ...IAM_PATTERN_NAMES]));
    const { events, users } = dataset;
    const streams = users.map(({ userId }) => events.filter((event) => event.userId === userId));
    const interleaved = streams.flatMap((stream) =>
      stream.filter(
        (event, i) =>
          event.pattern === 'none' &&
          stream[i - 1]?.isAnomaly === 1 &&
          stream[i - 1].campaign === stream[i + 1]?.campaign,
      ),
    );
    expect(interleaved.length).toBeGreaterThan(100);
  });

  it('gives each attack one user, one pattern and all of its steps, but for one', () => {
    const attacks = new Map<number, IamEvent[]>();
    for (const event of dataset.events) {
      if (event.isAnomaly) {
        attacks.set(event.campaign, [...(attacks.get(event.campaign) ?? []), event]);
      }
    }
    let cut = 0;
    for (const steps of attacks.values()) {
      expect(new Set(steps.map(({ userId }) => userId)).size).toBe(1);
      expect(new Set(steps.map(({ pattern }) => pattern)).size).toBe(1);
      const { pattern } = steps[0];
      if (pattern !== 'none' && steps.length < IAM_PATTERNS[pattern].steps.length) cut++;
    }
    expect(cut).toBeLessThanOrEqual(1);
  });

  it('uses addresses of the ranges for documentation alone', () => {
    const documentation =
      /^(198\.51\.100\.\d{1,3}|203\.0\.113\.\d{1,3}|2001:db8:[0-9a-f]+::[0-9a-f]+)$/;
    expect(dataset.events.filter(({ address }) => !documentation.test(address))).toEqual([]);
  });

  it('ranks the difficulties in every rate', () => {
    const { easy, medium, hard } = IAM_DIFFICULTIES;
    for (const rate of Object.keys(easy) as (keyof typeof easy)[]) {
      expect(easy[rate]).toBeLessThan(medium[rate]);
      expect(medium[rate]).toBeLessThan(hard[rate]);
    }
  });

  it.each([
    [{ nUsers: 0 }, /nUsers must be an integer of at least 1, got 0/],
    [{ normalEventsPerUser: 1.5 }, /normalEventsPerUser must be an integer of at least 1, got 1.5/],
    [{ anomalyFraction: 0.6 }, /anomalyFraction must be in \[0, 0.5\], got 0.6/],
  ])('refuses %o', (options, message) => {
    expect(() => createIamDataGenerator().generateCompleteDataset(options)).toThrow(message);
  });

  it('refuses options that there are not, by name', () => {
    const ofOriginal: object = { numUsers: 5 };
    expect(() => createIamDataGenerator().generateCompleteDataset(ofOriginal)).toThrow(
      'option must be nUsers, normalEventsPerUser or anomalyFraction, got numUsers',
    );
    const misplaced: object = { nUsers: 5 };
    expect(() => createIamDataGenerator(misplaced)).toThrow(
      'option must be seed, difficulty or start, got nUsers',
    );
  });

  it('refuses an unknown difficulty and a start within a day', () => {
    const difficulty = 'brutal' as IamDifficulty;
    expect(() => createIamDataGenerator({ difficulty })).toThrow(
      /easy, medium or hard, got brutal/,
    );
    expect(() => createIamDataGenerator({ start: 5 })).toThrow(/start must be a midnight in UTC/);
    expect(() => createIamDataGenerator({ seed: 0.5 })).toThrow(RangeError);
  });
});
