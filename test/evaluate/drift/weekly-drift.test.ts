import { describe, expect, it } from 'vitest';
import { weeklyDrift } from '../../../src/evaluate/drift/weekly-drift';
import { createRandom } from '../../../src/random';

const DAY = 86_400_000;
const START = Date.UTC(2024, 2, 1);

/** Events whose `load` moves in the third week, and whose `hour` never does. */
function events(nDays: number, aDay = 40) {
  const random = createRandom(4);
  const times: number[] = [];
  const load: number[] = [];
  for (let day = 0; day < nDays; day++) {
    for (let i = 0; i < aDay; i++) {
      times.push(START + (day + random.uniform()) * DAY);
      load.push(random.normal(day >= 14 && day < 21 ? 1 : 0));
    }
  }
  const hour = times.map((time) => Math.floor(time / 3_600_000) % 24);
  return { times, columns: { load, hour } };
}

const OPTIONS = { nPermutations: 60 };

describe('weeklyDrift', () => {
  it('finds the week and the feature that moved', () => {
    const { columns, times } = events(28);
    const rows = weeklyDrift(columns, times, OPTIONS);
    expect(rows.map(({ week, feature }) => `${feature} ${week}`)).toEqual(
      [2, 3, 4].flatMap((week) => [`load ${week}`, `hour ${week}`]),
    );
    for (const { week, feature, psi, psiByChance, isSignificant } of rows) {
      const moved = week === 3 && feature === 'load';
      expect([psi > 2 * psiByChance, isSignificant]).toEqual([moved, moved]);
    }
    expect(rows[0]).toMatchObject({ start: START + 7 * DAY, nSamples: 280 });
  });

  it('leaves out a last week that is not whole, and takes events in any order', () => {
    const { columns, times } = events(25);
    const rows = weeklyDrift(columns, times, OPTIONS);
    expect(Math.max(...rows.map(({ week }) => week))).toBe(3);
    const order = createRandom(1).shuffle([...times.keys()]);
    const load = order.map((i) => columns.load[i]);
    const [first] = weeklyDrift(
      { load },
      order.map((i) => times[i]),
      OPTIONS,
    );
    expect(first.psi).toBe(rows[0].psi);
  });

  it('takes more weeks for the reference', () => {
    const { columns, times } = events(28);
    const rows = weeklyDrift(columns, times, { ...OPTIONS, referenceWeeks: 3 });
    expect([...new Set(rows.map(({ week }) => week))]).toEqual([4]);
  });

  it('has more by chance where days differ than where events alone do', () => {
    const { times } = events(14);
    const random = createRandom(2);
    const ofDay = new Map<number, number>();
    const daily = times.map((time) => {
      const day = Math.floor(time / DAY);
      if (!ofDay.has(day)) ofDay.set(day, random.normal());
      return ofDay.get(day)! + random.normal(0, 0.1);
    });
    const single = times.map(() => random.normal());
    const [a, b] = weeklyDrift({ daily, single }, times, OPTIONS);
    expect(a.psiByChance).toBeGreaterThan(10 * b.psiByChance);
    expect(a.psi).toBeLessThan(a.psiByChance); // events are not independent: the test says more
    expect(a.isSignificant).toBe(true);
  });

  it.each([
    [{ a: [1, 2] }, [START], 'columns must have 1 values as times, got 2'],
    [{ a: [1, 2] }, [START, START], 'times must span more than 1 whole weeks, got 0'],
    [{ a: [1, 2] }, [START, NaN], 'times[1] must be finite, got NaN'],
    [{}, [START], 'columns must have a column, got none'],
    [{ a: [] }, [], 'times must not be empty'],
    [{ a: [1, 2] }, [0, 1e16], 'times must span more than 1 whole weeks, got 520'],
  ])('refuses %j at %j', (columns, times, message) => {
    expect(() => weeklyDrift(columns, times)).toThrow(message);
  });
});
