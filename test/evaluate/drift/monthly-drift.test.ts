import { describe, expect, it } from 'vitest';
import { monthName, monthStarts } from '../../../src/evaluate/drift/month-starts';
import { monthlyDrift } from '../../../src/evaluate/drift/monthly-drift';
import { populationStabilityIndex } from '../../../src/evaluate/drift/population-stability';
import { createRandom } from '../../../src/random';

const DAY = 86_400_000;
const START = Date.UTC(2022, 0, 1);
const random = createRandom(3);
/** Forty events a day for five months; from April on `moved` is higher. */
const times = Array.from({ length: 151 * 40 }, (_, i) => START + (i / 40) * DAY);
const still = times.map(() => random.normal());
const moved = times.map((time) => random.normal() + (time >= Date.UTC(2022, 3, 1) ? 2 : 0));
const FROM = Date.UTC(2022, 1, 15);

describe('monthStarts', () => {
  it('begins with the first time and goes on with calendar months', () => {
    const starts = monthStarts(FROM, Date.UTC(2022, 4, 1));
    expect(starts).toEqual([FROM, Date.UTC(2022, 2, 1), Date.UTC(2022, 3, 1)]);
    expect(starts.map(monthName)).toEqual(['2022-02', '2022-03', '2022-04']);
    expect(monthStarts(START, Date.UTC(2023, 0, 1), 3)).toHaveLength(4);
    expect(monthStarts(START, START + 1)).toEqual([START]);
  });

  it('refuses what is no period', () => {
    expect(() => monthStarts(START, START)).toThrow('times must be ascending');
    expect(() => monthStarts(Number.NaN, START)).toThrow('times must be ascending');
    expect(() => monthStarts(START, START + DAY, 0)).toThrow('months');
    expect(() => monthStarts(0, START * 2)).toThrow('at most 120 periods');
  });
});

describe('monthlyDrift', () => {
  const rows = monthlyDrift({ still, moved }, times, FROM, { nPermutations: 50 });

  it('has a row a feature and month, and finds the month in which one moves', () => {
    expect(rows).toHaveLength(8);
    const of = (feature: string) => rows.filter((row) => row.feature === feature);
    expect(of('still').every(({ psi }) => psi < 0.1)).toBe(true);
    expect(of('moved').map(({ psi, psiByChance }) => psi > psiByChance && psi > 0.5)).toEqual([
      ...[false, false, true, true],
    ]);
  });

  it('has the index of population stability', () => {
    const isIn = (from: number, to: number) =>
      moved.filter((_, i) => times[i] >= from && times[i] < to);
    const [reference, april] = [isIn(0, FROM), isIn(Date.UTC(2022, 3, 1), Date.UTC(2022, 4, 1))];
    const row = rows.find(({ feature, month }) => feature === 'moved' && month === '2022-04')!;
    expect(row.psi).toBeCloseTo(populationStabilityIndex(reference, april), 12);
    expect(row.nSamples).toBe(april.length);
    expect(row.start).toBe(Date.UTC(2022, 3, 1));
  });

  it('takes events in any order, and leaves out a month without any', () => {
    const order = createRandom(1).shuffle(times.map((_, i) => i));
    const take = (values: readonly number[]) => order.map((i) => values[i]);
    const columns = { moved: take(moved) };
    const own = monthlyDrift(columns, take(times), FROM, { nPermutations: 50 });
    const psiOf = (all: typeof rows) => all.map(({ psi }) => psi);
    expect(psiOf(own)).toEqual(psiOf(rows.filter(({ feature }) => feature === 'moved')));
    const gap = times.map((_, i) => i).filter((i) => monthName(times[i]) !== '2022-03');
    const sparse = { still: gap.map((i) => still[i]) };
    const found = monthlyDrift(
      sparse,
      gap.map((i) => times[i]),
      FROM,
      { nPermutations: 1 },
    );
    expect(found.map(({ month }) => month)).toEqual(['2022-02', '2022-04', '2022-05']);
  });

  it('refuses what has no side to compare', () => {
    expect(() => monthlyDrift({ still }, times, START)).toThrow('before and after');
    expect(() => monthlyDrift({ still }, times, Number.NaN)).toThrow('before and after');
    expect(() => monthlyDrift({ still }, times.slice(1), FROM)).toThrow('values as times');
    expect(() => monthlyDrift({ still }, times, FROM, { nBins: 1 })).toThrow('nBins');
    expect(() => monthlyDrift({ still: [Number.POSITIVE_INFINITY, 1] }, [0, DAY], DAY)).toThrow(
      'finite',
    );
  });
});
