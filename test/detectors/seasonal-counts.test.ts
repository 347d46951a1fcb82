import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDetector, saveDetector } from '../../src/detectors/load';
import { seasonalCounts } from '../../src/detectors/seasonal-counts';
import type { HourlyCounts } from '../../src/features/hourly-counts';
import { rocAuc } from '../../src/metrics/roc';
import { createRandom } from '../../src/random';
import { expectRefusal } from '../bad-input';

const WEEK = 168;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** Busy on working days by day; each entity half as busy as the one before. */
function weeks(nWeeks: number, seed: number, bursts: readonly number[] = []): HourlyCounts {
  const random = createRandom(seed);
  const nHours = nWeeks * WEEK;
  const data = Float64Array.from({ length: 3 * nHours }, (_, i) => {
    const hour = i % WEEK;
    const isBusy = hour < 120 && hour % 24 >= 8 && hour % 24 < 18;
    const mean = (isBusy ? 12 : 0.4) * 0.5 ** Math.floor(i / nHours);
    return poisson(random.uniform, mean) + (bursts.includes(i) ? 6 : 0);
  });
  const counts = { data, nSamples: 3, nFeatures: nHours };
  return { start: START, entities: ['a', 'b', 'c'], counts };
}

function poisson(uniform: () => number, mean: number): number {
  let [count, product] = [0, uniform()];
  for (; product > Math.exp(-mean); count++) product *= uniform();
  return count;
}

const BURSTS = Array.from({ length: 24 }, (_, i) => 11 + 20 * i);
const LATER = weeks(1, 9, BURSTS);
const LABELS = Array.from(LATER.counts.data, (_, i) => (BURSTS.includes(i) ? 1 : 0));

describe('seasonalCounts', () => {
  it('finds planted bursts, which the count alone and an unseasonal rate find less', async () => {
    const train = weeks(4, 1);
    const scores = await (await seasonalCounts().fit(train)).score(LATER);
    const flat = await (await seasonalCounts({ season: 'none' }).fit(train)).score(LATER);
    const [own, unseasonal, count] = [scores, flat, LATER.counts.data].map((by) =>
      rocAuc(LABELS, by),
    );
    expect(own).toBeGreaterThan(0.98);
    expect(own).toBeGreaterThan(unseasonal + 0.07);
    expect(own).toBeGreaterThan(count + 0.07);
  });

  it('scores as a tail: of 500 usual hours about one in a hundred above 2', async () => {
    const fitted = await seasonalCounts().fit(weeks(8, 2));
    const scores = await fitted.score(weeks(8, 3));
    const nAbove = scores.filter((score) => score >= 2).length;
    expect(nAbove / scores.length).toBeGreaterThan(0.002);
    expect(nAbove / scores.length).toBeLessThan(0.02);
    expect(scores.every((score) => score >= 0)).toBe(true);
  });

  it('sees nothing later: hours score alone as they do before others', async () => {
    const fitted = await seasonalCounts().fit(weeks(3, 4));
    const whole = await fitted.score(LATER);
    const data = Float64Array.from({ length: 3 * 30 }, (_, i) => {
      return LATER.counts.data[Math.floor(i / 30) * WEEK + (i % 30)];
    });
    const part = { ...LATER, counts: { data, nSamples: 3, nFeatures: 30 } };
    const expected = [0, 1, 2].flatMap((row) => [...whole.slice(row * WEEK, row * WEEK + 30)]);
    expect([...(await fitted.score(part))]).toEqual(expected);
  });

  it('knows the hour of the week wherever a series begins', async () => {
    const fitted = await seasonalCounts().fit(weeks(4, 5));
    const at = async (hour: number) => {
      const counts = { data: Float64Array.of(8), nSamples: 1, nFeatures: 1 };
      return (await fitted.score({ start: START + hour * HOUR_MS, entities: ['a'], counts }))[0];
    };
    expect(await at(10)).toBeLessThan(1);
    expect(await at(3)).toBeGreaterThan(4);
    expect(await at(5 * 24 + 10)).toBeGreaterThan(4); // Saturday
    expect(await at(10 - WEEK)).toBe(await at(10));
  });

  it('takes an unknown entity for an average one, and learns from few or no events', async () => {
    const one = { data: Float64Array.of(5), nSamples: 1, nFeatures: 1 };
    const unknown = { start: START, entities: ['new'], counts: one };
    for (const train of [weeks(4, 6), weeks(1, 6)]) {
      const [score] = await (await seasonalCounts().fit(train)).score(unknown);
      expect(score).toBeGreaterThan(0);
    }
    const silent = {
      ...weeks(1, 1),
      counts: { ...LATER.counts, data: new Float64Array(3 * WEEK) },
    };
    const scores = await (await seasonalCounts().fit(silent)).score(LATER);
    expect(scores.every(Number.isFinite)).toBe(true);
    const short = await seasonalCounts().fit(unknown);
    expect((await short.score(LATER)).every(Number.isFinite)).toBe(true);
  });

  it('is sure of less where counts vary more', async () => {
    const train = weeks(4, 7);
    const bursty = Float64Array.from(train.counts.data, (count, i) =>
      i % 5 === 0 ? 5 * count : 0,
    );
    const [calm, wild] = await Promise.all(
      [train, { ...train, counts: { ...train.counts, data: bursty } }].map((samples) =>
        seasonalCounts().fit(samples),
      ),
    );
    const { data } = LATER.counts;
    const most = data.indexOf(Math.max(...data));
    expect((await wild.score(LATER))[most]).toBeLessThan((await calm.score(LATER))[most]);
  });

  it('scores the same after it is saved and loaded, in any order of entities', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'counts-'));
    try {
      const fitted = await seasonalCounts({ season: 'hourOfDay' }).fit(weeks(2, 8));
      await saveDetector(fitted, directory);
      const loaded = await loadDetector<HourlyCounts>(directory);
      const scores = await fitted.score(LATER);
      expect(await loaded.score(LATER)).toEqual(scores);
      expect(loaded.params).toEqual({ season: 'hourOfDay' });
      const row = { ...LATER.counts, data: LATER.counts.data.slice(WEEK, 2 * WEEK), nSamples: 1 };
      const alone = await loaded.score({ ...LATER, entities: ['b'], counts: row });
      expect(alone).toEqual(scores.slice(WEEK, 2 * WEEK));
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it.each<readonly [string, unknown]>([
    ['what is none', undefined],
    ['a matrix', LATER.counts],
    ['two rows of an entity', { ...LATER, entities: ['a', 'b', 'a'] }],
    ['fewer entities', { ...LATER, entities: ['a'] }],
    ['a start within an hour', { ...LATER, start: 5 }],
    ['no hours', { ...LATER, counts: { data: new Float64Array(0), nSamples: 3, nFeatures: 0 } }],
    ...[0.5, -1, NaN, Infinity].map((count) => {
      return [`a count of ${count}`, withCount(count)] as const;
    }),
  ])('refuses %s, to learn from and to score', async (_, samples) => {
    const fitted = await seasonalCounts().fit(LATER);
    await expectRefusal(() => seasonalCounts().fit(samples as never));
    await expectRefusal(() => fitted.score(samples as never));
  });
});

function withCount(count: number): HourlyCounts {
  return { ...LATER, counts: { ...LATER.counts, data: LATER.counts.data.with(3, count) } };
}
