import { beforeAll, describe, expect, it } from 'vitest';
import { judgeTest, scoresByMethod } from '../../../src/pipeline/cloudtrail/judge-method';
import {
  type RetrainedThreats,
  retrainRegularly,
  UPKEEPS,
} from '../../../src/pipeline/cloudtrail/retrain-regularly';
import { indexAtTime, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { fitThreatMethods } from '../../../src/pipeline/cloudtrail/threat-methods';
import { BORDERS, smallRows } from './small';

const rows = smallRows();
const OPTIONS = { seed: 1, epochs: 1, windowLength: 2 };
const QUICK = { ...OPTIONS, methods: ['isolation forest', 'attack share of the call'] };

describe('retrainRegularly', () => {
  let results: RetrainedThreats[] = [];
  const done: number[] = [];
  beforeAll(async () => {
    const onPeriod = ({ nDone }: { nDone: number }) => done.push(nDone);
    results = await retrainRegularly(rows, BORDERS, { ...QUICK, months: 1, onPeriod });
  });

  it('has every upkeep of every method by period', () => {
    expect(results.map(({ method, upkeep }) => `${method}, ${upkeep}`)).toEqual(
      QUICK.methods.flatMap((method) => UPKEEPS.map((upkeep) => `${method}, ${upkeep}`)),
    );
    for (const { periods } of results) {
      expect(periods.map(({ month }) => month)).toEqual(['2021-11', '2021-12']);
    }
    expect(done).toEqual([1, 2]);
  });

  it('leaves what is frozen as it is judged without periods', async () => {
    const methods = await fitThreatMethods(rows, BORDERS, QUICK);
    const frozenScores = await scoresByMethod(methods, rows, BORDERS);
    const frozen = Object.fromEntries(frozenScores);
    expect(await retrainRegularly(rows, BORDERS, { ...QUICK, months: 1, frozen })).toEqual(results);
    for (const [name, scored] of frozenScores) {
      const expected = judgeTest(rows, BORDERS, scored);
      const frozen = results.find(({ method, upkeep }) => method === name && upkeep === 'frozen')!;
      for (const [figure, value] of Object.entries(expected)) {
        expect(frozen.metrics[figure], figure).toBeCloseTo(value, 12);
      }
    }
  });

  it('does nothing else in the first period, and something in the second', () => {
    for (const name of QUICK.methods) {
      const own = results.filter(({ method }) => method === name);
      for (const { periods } of own) expect(periods[0]).toEqual(own[0].periods[0]);
      expect(own[2].periods[1]).not.toEqual(own[0].periods[1]);
    }
  });

  it('is blind to what comes later', async () => {
    const cut = indexAtTime(rows, Date.UTC(2021, 11, 1));
    const upToDecember = sliceCloudTrailRows(rows, 0, cut);
    const own = await retrainRegularly(upToDecember, BORDERS, { ...QUICK, months: 1 });
    own.forEach(({ periods }, i) => {
      expect(periods).toEqual(results[i].periods.slice(0, 1));
    });
  });

  it('trains a network anew', async () => {
    const options = { ...OPTIONS, methods: ['LSTM on one event'], months: 1 };
    const own = await retrainRegularly(rows, BORDERS, options);
    expect(own[2].periods[1]).not.toEqual(own[0].periods[1]);
    expect(Object.values(own[2].metrics).every(Number.isFinite)).toBe(true);
  });

  it('refuses what it cannot do', async () => {
    const late = { ...BORDERS, testFrom: Date.UTC(2030, 0, 1) };
    await expect(retrainRegularly(rows, late, QUICK)).rejects.toThrow('ascending');
    await expect(retrainRegularly(rows, BORDERS, { ...QUICK, months: 0 })).rejects.toThrow(
      'months',
    );
    const other = { ...QUICK, weeks: 2 } as never;
    await expect(retrainRegularly(rows, BORDERS, other)).rejects.toThrow('weeks');
  });
});
