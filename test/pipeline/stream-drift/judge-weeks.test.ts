import { expect, it } from 'vitest';
import { judgeWeeks } from '../../../src/pipeline/stream-drift/judge-weeks';
import type { DriftStream } from '../../../src/pipeline/stream-drift/stream';

it('counts false alarms, and an attack where it begins, found by flags or among the highest scores', () => {
  const stream = {
    labels: Int32Array.of(1, 0, 0, 1, 0, 1, 2, 0),
    attacks: ['a', '', '', 'b', '', 'b', 'c', ''],
    borders: [0, 1, 5, 8],
    settings: { weeks: 3, alarmsPerWeek: 1 },
    testWeek: 1,
  } as unknown as DriftStream;
  const run = {
    name: 'by hand',
    scores: Float64Array.of(9, 1, 2, 0, 2, 0, 5, 5),
    flags: Uint8Array.of(1, 0, 1, 0, 1, 1, 0, 0),
  };
  expect(judgeWeeks(stream, run)).toEqual([
    { week: 1, nNormal: 3, falseAlarms: 2, nAttacks: 1, nFound: 1, nFoundAtBudget: 0 },
    { week: 2, nNormal: 1, falseAlarms: 0, nAttacks: 1, nFound: 0, nFoundAtBudget: 1 },
  ]);
});
