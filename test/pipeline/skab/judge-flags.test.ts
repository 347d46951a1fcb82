import { expect, it } from 'vitest';
import { skabFigures } from '../../../src/pipeline/skab/judge-flags';

/** 400 rows of training, then normal rows and anomalies. */
function rows(
  nFlaggedNormal: number,
  nNormal: number,
  nFound: number,
  nAnomalies: number,
  before = 0,
) {
  const ones = (n: number, of: number) => Array.from({ length: of }, (_, i) => Number(i < n));
  return {
    labels: [...ones(0, 400 + nNormal), ...ones(nAnomalies, nAnomalies)],
    flags: [...ones(before, 400), ...ones(nFlaggedNormal, nNormal), ...ones(nFound, nAnomalies)],
  };
}

it('counts the rows behind the first 400, all experiments together', () => {
  const { f1, meanF1, falseAlarmRate, missedAlarmRate, wholeF1 } = skabFigures([
    [rows(2, 10, 8, 10, 4), rows(0, 10, 2, 10)],
  ]);
  expect(f1.estimate).toBeCloseTo(20 / (20 + 2 + 10), 12);
  expect(meanF1).toBeCloseTo((16 / (16 + 2 + 2) + 4 / (4 + 8)) / 2, 12);
  expect(falseAlarmRate).toBeCloseTo(2 / 20, 12);
  expect(missedAlarmRate).toBeCloseTo(10 / 20, 12);
  expect(wholeF1).toBeCloseTo(20 / (20 + 6 + 10), 12);
  expect(f1.lower).toBeCloseTo(4 / 12, 12);
  expect(f1.upper).toBeCloseTo(16 / 20, 12);
});

it('counts the rows of all seeds', () => {
  const { f1, counts } = skabFigures([[rows(0, 10, 10, 10)], [rows(0, 10, 0, 10)]]);
  expect(f1.estimate).toBeCloseTo(20 / 30, 12);
  expect(counts[0].behind).toEqual({
    ...{ truePositives: 10, falsePositives: 0, falseNegatives: 10, trueNegatives: 20 },
  });
});

it('has an F1 of 0 where nothing is flagged', () => {
  const { f1, missedAlarmRate } = skabFigures([[rows(0, 10, 0, 10)]]);
  expect(f1).toEqual({ estimate: 0, lower: 0, upper: 0, level: 0.95 });
  expect(missedAlarmRate).toBe(1);
});

it('refuses nothing, what is too short, and what are no flags', () => {
  expect(() => skabFigures([])).toThrow('experiments must not be empty');
  expect(() => skabFigures([[]])).toThrow('experiments must not be empty');
  expect(() => skabFigures([[{ labels: [0, 1], flags: [0, 1] }]])).toThrow(
    'labels must be more than 400, got 2',
  );
  const one = rows(1, 10, 1, 10);
  expect(() => skabFigures([[{ ...one, flags: one.flags.slice(1) }]])).toThrow(
    'must be as many as labels',
  );
  expect(() => skabFigures([[{ ...one, flags: one.flags.map(() => Number.NaN) }]])).toThrow(
    '0 or 1',
  );
});
