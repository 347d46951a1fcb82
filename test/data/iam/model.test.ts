import { describe, expect, it } from 'vitest';
import { type Distribution, logNormal, mostly, ranked } from '../../../src/data/iam/distribution';
import { IAM_ACTIONS } from '../../../src/data/iam/event';
import { createIamDataGenerator } from '../../../src/data/iam/generator';
import { habitsOf } from '../../../src/data/iam/habits';
import { nextNight, sessionStart } from '../../../src/data/iam/time';
import { createRandom } from '../../../src/random';

const HOUR = 3_600_000;
const { users, calendar } = createIamDataGenerator({ seed: 1000 }).generateCompleteDataset();

/** How many standard errors the share of draws in a range is off the integral of the density. */
function deviation(distribution: Distribution<number>, from: number, to: number): number {
  const nDraws = 4000;
  const random = createRandom(1);
  const draws = Array.from({ length: nDraws }, () => distribution.draw(random));
  const share = draws.filter((value) => value >= from && value < to).length / nDraws;
  const expected = integral(distribution, from, to);
  return Math.abs(share - expected) / Math.sqrt((expected * (1 - expected)) / nDraws + 1e-6);
}

function integral({ density }: Distribution<number>, from: number, to: number): number {
  const nParts = 20_000;
  const width = (to - from) / nParts;
  let sum = 0;
  for (let i = 0; i < nParts; i++) sum += density(from + (i + 0.5) * width);
  return sum * width;
}

describe('distributions', () => {
  it('draw as their densities say', () => {
    const mixed = mostly(logNormal(2, 0.5), logNormal(20, 0.2), 0.3);
    expect(integral(mixed, 0, 200)).toBeCloseTo(1, 4);
    for (const [from, to] of [
      [0, 1],
      [1, 3],
      [3, 15],
      [15, 30],
    ]) {
      expect(deviation(mixed, from, to)).toBeLessThan(4);
    }
    expect(['a', 'b', 'c'].map(ranked(['a', 'b', 'c']).density)).toEqual([4 / 7, 2 / 7, 1 / 7]);
  });

  it('of the next session draw as their densities say, all through the week', () => {
    const friday = Date.UTC(2024, 0, 5, 16);
    for (const user of users.slice(0, 4)) {
      const start = sessionStart(user, calendar, 0.1, { time: friday, nEvents: 14 });
      expect(integral(start, friday, friday + 40 * 24 * HOUR)).toBeCloseTo(1, 3);
      for (const hours of [8, 48, 64, 72, 80]) {
        expect(deviation(start, friday + hours * HOUR, friday + (hours + 8) * HOUR)).toBeLessThan(
          4,
        );
      }
    }
  });

  it('of the next night lie far from the usual hour, within a day', () => {
    for (const user of users.slice(0, 4)) {
      const night = nextNight(user, calendar.start + 5 * HOUR);
      expect(integral(night, calendar.start, calendar.start + 48 * HOUR)).toBeCloseTo(1, 3);
      const random = createRandom(2);
      for (let i = 0; i < 100; i++) {
        expect(night.density(night.draw(random))).toBeCloseTo(1 / (6 * HOUR), 12);
      }
    }
  });

  it('of actions and outcomes sum to 1 for every user', () => {
    for (const user of users) {
      const { inSession, outOfSession } = habitsOf(user, 'hard', calendar);
      for (const what of [inSession, outOfSession]) {
        const all = IAM_ACTIONS.flatMap((action) =>
          (['success', 'failure'] as const).map((outcome) => what.density({ action, outcome })),
        );
        expect(all.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }
    }
  });
});
