import { beforeAll, describe, expect, it } from 'vitest';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../../../src/data/whis/event';
import type { FeatureTable } from '../../../src/features/read-features';
import { matrix, takeRows } from '../../../src/matrix';
import { rocAuc } from '../../../src/metrics/roc';
import { averageAcrossTables } from '../../../src/pipeline/whis/average-across-tables';
import { judgeScores } from '../../../src/pipeline/whis/judge-scores';
import { fitWhisModels } from '../../../src/pipeline/whis/models';
import { prepareMlData } from '../../../src/pipeline/whis/prepare-ml-data';
import { scoreWhisTable } from '../../../src/pipeline/whis/score-table';
import { signCount } from '../../../src/pipeline/whis/sign-count';
import { splitAtTime } from '../../../src/pipeline/whis/split-at-time';
import type { WhisTable } from '../../../src/pipeline/whis/tables';
import { tablesOf } from './tables-of';

let tables: Record<WhisTableName, WhisTable>;
beforeAll(async () => {
  tables = await tablesOf(4);
});

const admin: FeatureTable = {
  eventIds: Float64Array.of(0, 1, 2),
  times: Float64Array.of(0, 1, 2),
  names: ['off_hours', 'recent_4625s_actor_1h'],
  samples: matrix([
    [0, 2],
    [1, 4],
    [Number.NaN, 9],
  ]),
  categories: { method: ['console', 'psexec', 'wmi'] },
};

describe('readWhisTables', () => {
  it('gives features, truth and users in one order', () => {
    for (const { features, truth, users } of Object.values(tables)) {
      expect(truth.labels).toHaveLength(features.samples.nSamples);
      expect(users).toHaveLength(features.samples.nSamples);
      const [of] = truth.sessions;
      const own = users.filter((_, i) => truth.sessions[i] === of);
      expect(new Set(own).size).toBe(1);
    }
  });
});

describe('prepareMlData', () => {
  it("names the seed's features of each table", () => {
    const names = WHIS_TABLE_NAMES.map((name) => {
      return prepareMlData(name, tables[name].features).features;
    });
    expect(names[0].slice(0, 6)).toEqual([
      ...['hour_of_day', 'is_weekend', 'is_off_hours'],
      ...['fail_count_1h', 'success_after_fail_15m', 'is_admin'],
    ]);
    expect(names[0].at(-2)).toBe('asset_class=workstation');
    expect(names[1]).toHaveLength(6);
    expect(names[2].slice(0, 2)).toEqual(['off_hours', 'recent_4625s_actor_1h']);
  });

  it('learns means, categories and scales from the training samples alone', () => {
    const { features, samples, scaler, scaled } = prepareMlData('admin_events', admin, {
      train: [0, 1],
    });
    expect(features.slice(2)).toEqual([
      ...['method=console', 'method=psexec', 'method is unknown'],
    ]);
    expect([...takeRows(samples, [2]).data]).toEqual([0.5, 9, 0, 0, 1]);
    expect(scaler.center.slice(0, 2)).toEqual([0.5, 3]);
    expect([...takeRows(scaled, [2]).data].slice(0, 2)).toEqual([0, 6]);
  });

  it('takes label codes where they are asked for, as the seed has them', () => {
    const columns = { recent_4625s_actor_1h: 'numeric', method: 'label' } as const;
    const { samples } = prepareMlData('admin_events', admin, { columns });
    expect([...samples.data]).toEqual([2, 1, 4, 2, 9, 3]);
  });

  it('refuses what it does not know', () => {
    const table = 'dns_events' as WhisTableName;
    expect(() => prepareMlData(table, admin)).toThrow('table must be one of');
    expect(() => prepareMlData('auth_events', admin)).toThrow('asset_class');
    expect(() => prepareMlData('admin_events', admin, { train: [0, 3] })).toThrow(
      'train must be indices of 3 samples, got 3',
    );
    expect(() => prepareMlData('admin_events', admin, { train: [] })).toThrow(RangeError);
    expect(() => prepareMlData('admin_events', admin, { train: [2] })).toThrow('off_hours');
  });
});

describe('fitWhisModels', () => {
  it('scores by the three, the training samples as LOF alone can', async () => {
    const { features, truth } = tables.auth_events;
    const { scaled } = prepareMlData('auth_events', features);
    const models = await fitWhisModels(scaled, { seed: 1 });
    const scores = await models.score(scaled);
    expect(Object.keys(scores)).toEqual(Object.keys(models.trainScores));
    expect(scores['isolation forest']).toEqual(models.trainScores['isolation forest']);
    expect(scores['local outlier factor']).not.toEqual(models.trainScores['local outlier factor']);
    expect(rocAuc(truth.labels, scores['isolation forest'])).toBeGreaterThan(0.8);
  });

  it('refuses unknown options, and too few samples', async () => {
    const misspelt = { seed: 1, neighbours: 3 };
    await expect(fitWhisModels(matrix([[1]]), misspelt)).rejects.toThrow('neighbours');
    await expect(fitWhisModels(matrix([[1], [2]]))).rejects.toThrow('nNeighbours');
  });
});

describe('signCount', () => {
  it('counts what a person would look at twice', () => {
    expect([...signCount('admin_events', admin)]).toEqual([1, 2, 1]);
    const { features, truth } = tables.process_events;
    const counts = signCount('process_events', features);
    expect(Math.max(...counts)).toBe(3);
    expect(rocAuc(truth.labels, counts)).toBeGreaterThan(0.8);
  });

  it('refuses a table without the features', () => {
    expect(() => signCount('auth_events', admin)).toThrow('is_off_hours');
    expect(() => signCount('x' as WhisTableName, admin)).toThrow('table must be one of');
  });
});

describe('splitAtTime', () => {
  it('lets earlier rows train and later ones test', () => {
    const { train, test } = splitAtTime([5, 1, 3, 3], 3);
    expect([[...train], [...test]]).toEqual([[1], [0, 2, 3]]);
  });

  it('refuses a border with nothing on one side', () => {
    expect(() => splitAtTime([1, 2], 1)).toThrow('before and after it, got 0 and 2');
    expect(() => splitAtTime([], 1)).toThrow(RangeError);
  });

  it('refuses a time that is none, which is neither before nor after', () => {
    expect(() => splitAtTime([1, NaN, 3], 2)).toThrow('times[1] must be finite, got NaN');
  });
});

describe('judgeScores', () => {
  const rows = Int32Array.of(0, 1, 2, 3);

  it('flags what the highest training scores reach', () => {
    const split = { train: rows, test: rows };
    const figures = judgeScores([4, 3, 2, 1], [1, 0, 1, 0], split, 0.25);
    expect(figures).toEqual({ rocAuc: 0.75, precision: 1, recall: 0.5 });
  });

  it('refuses test rows of one class, and scores that are not finite', () => {
    const split = { train: rows, test: rows.subarray(0, 2) };
    expect(() => judgeScores([1, 2, 3, 4], [0, 0, 1, 1], split)).toThrow(RangeError);
    const broken = [1, 2, 3, Number.NaN];
    expect(() => judgeScores(broken, [0, 1, 1, 1], split)).toThrow('finite');
  });
});

describe('scoreWhisTable', () => {
  it('scores all rows, the training rows without themselves as neighbours', async () => {
    const table = tables.auth_events;
    const { train, test } = splitAtTime(table.features.times, Date.UTC(2024, 0, 22));
    const scores = await scoreWhisTable('auth_events', table, train, { seed: 1 });
    expect(Object.keys(scores)).toHaveLength(7);
    for (const own of Object.values(scores)) expect(own).toHaveLength(train.length + test.length);
    const { scaled } = prepareMlData('auth_events', table.features, { train });
    const models = await fitWhisModels(takeRows(scaled, train), { seed: 1 });
    const factors = scores['local outlier factor'];
    const later = await models.score(takeRows(scaled, test));
    expect(Float32Array.from(train, (i) => factors[i])).toEqual(
      models.trainScores['local outlier factor'],
    );
    expect(Float32Array.from(test, (i) => factors[i])).toEqual(later['local outlier factor']);
  });
});

describe('averageAcrossTables', () => {
  const minutes = (values: number[]) => values.map((value) => 60_000 * value);
  const logins = { times: minutes([0, 30, 200]), users: ['ann', 'bob', 'ann'], scores: [1, 5, 4] };
  const programs = {
    times: minutes([10, 70, 70]),
    users: ['ann', 'ann', 'ann'],
    scores: [3, 5, 8],
  };

  it("averages over the user's last hour in all tables, and not over the same millisecond", () => {
    const averages = averageAcrossTables({ logins, programs });
    expect([...averages.logins]).toEqual([1, 5, 4]);
    expect([...averages.programs]).toEqual([2, 4, 5.5]);
    const all = averageAcrossTables({ logins, programs }, { windowMinutes: 300 });
    expect([...all.logins]).toEqual([1, 5, Math.fround(21 / 5)]);
  });

  it('does not see the future', () => {
    const cut = averageAcrossTables({ logins });
    expect([...cut.logins]).toEqual([...averageAcrossTables({ logins, programs }).logins]);
  });

  it('refuses lists of other lengths, scores that are not finite, and no window', () => {
    const short = { ...logins, users: ['ann'] };
    expect(() => averageAcrossTables({ short })).toThrow('users of short must be 3');
    const broken = { ...logins, scores: [1, Number.NaN, 2] };
    expect(() => averageAcrossTables({ broken })).toThrow('scores of broken[1] must be finite');
    expect(() => averageAcrossTables({ logins }, { windowMinutes: 0 })).toThrow('windowMinutes');
  });
});
