import { beforeAll, describe, expect, it } from 'vitest';
import { benchmarkTables } from '../../../src/cli/cloudtrail-tables';
import {
  type CloudTrailBenchmark,
  cloudTrailBenchmark,
} from '../../../src/pipeline/cloudtrail/benchmark';
import { foundOf, logsOf, retrainedOf } from '../../../src/pipeline/cloudtrail/benchmark-parts';
import { foundAttacks } from '../../../src/pipeline/cloudtrail/found-attacks';
import { BORDERS, smallRows } from './small';

const SMALL = { scale: 0.25, attacksPerYear: 104, epochs: 1, windowLength: 2 };
const UPKEEP = ['frozen', 'threshold anew', 'trained anew'];

describe('cloudTrailBenchmark', () => {
  let results: CloudTrailBenchmark;
  const parts: string[] = [];
  beforeAll(async () => {
    const onPart = (seed: number, part: string) => void parts.push(`${seed} ${part}`);
    results = await cloudTrailBenchmark({ ...SMALL, seeds: [21, 22], onPart });
  });

  it('has every part for every seed, as plain JSON', () => {
    expect(parts).toHaveLength(2);
    expect(parts[0]).toBe('21 every method on generated events');
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
    const { generated, intervals, months, reliability } = results;
    for (const repeats of [generated, reliability]) {
      expect(repeats!.seeds).toEqual([21, 22]);
    }
    expect(intervals).toHaveLength(2);
    for (const seeds of Object.values(months)) {
      expect(seeds.map((periods) => periods.length)).toEqual([18, 18]);
    }
  });

  it('makes tables without a missing cell', () => {
    const tables = benchmarkTables(results);
    expect(tables).toHaveLength(9);
    for (const { rows } of tables) {
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) expect(Object.values(row).join()).not.toMatch(/NaN|undefined/);
    }
  });
});

describe('the parts of a seed', () => {
  const rows = smallRows();

  it('counts techniques with their intervals, with and without a group', () => {
    const found = foundAttacks([3, 1, 2, 0], ['a', '', 'b', ''], 0);
    const rates = { 'at 1 %': found, 'at 5 %': found };
    const all = { name: 'm', ...rates, 'at 1 %, without': found, 'at 5 %, without': found };
    expect(foundOf([all], undefined)['m']).toEqual({
      ...{ 'at 1 %': 2, 'at 1 %, lower': 2, 'at 1 %, upper': 2 },
      ...{ 'at 5 %': 2, 'at 5 %, lower': 2, 'at 5 %, upper': 2 },
    });
    expect(Object.keys(foundOf([all], 'c')['m'])).toHaveLength(12);
  });

  it('names every upkeep of the forest and the network', async () => {
    const { length } = rows.labels;
    const none = {
      scores: new Float64Array(length),
      classes: new Int32Array(length),
      threshold: 1,
    };
    const scored = { LSTM: none, 'isolation forest': none };
    const { retrained, quarters } = await retrainedOf(
      { rows, borders: BORDERS, scored },
      { seed: 1 },
    );
    const names = ['isolation forest', 'LSTM'].flatMap((name) =>
      UPKEEP.map((own) => `${name}, ${own}`),
    );
    expect(Object.keys(retrained)).toEqual(names);
    expect(Object.keys(quarters)).toEqual(names);
    expect(quarters['LSTM, frozen'].map(({ month }) => month)).toEqual(['2021-11']);
  });

  it('leaves a group out where there is one', () => {
    expect(logsOf(rows, undefined)).toEqual([['all events', rows]]);
    const [group] = rows.groups;
    const [all, without] = logsOf(rows, group);
    expect([all[0], without[0]]).toEqual(['all events', `without ${group}`]);
    expect(without[1].labels.length).toBeLessThan(rows.labels.length);
  });
});

describe('cloudTrailBenchmark, refusing', () => {
  it('options that are none, and a single seed', async () => {
    await expect(cloudTrailBenchmark({ seeds: [1], ...SMALL })).rejects.toThrow('at least 2');
    const wrong = { seeds: [1, 2], wide: 2 } as never;
    await expect(cloudTrailBenchmark(wrong)).rejects.toThrow('wide');
  });

  it('to go on after its signal', async () => {
    const signal = AbortSignal.abort();
    await expect(cloudTrailBenchmark({ seeds: [1, 2], ...SMALL, signal })).rejects.toThrow('abort');
  });
});
