import { describe, expect, it } from 'vitest';
import { scoreTable } from '../../src/evaluate/compare';

describe('scoreTable', () => {
  const labels = [0, 0, 1, 1];

  it('has one row a detector, in the order given', () => {
    const rows = scoreTable({ forest: [1, 2, 3, 4], baseline: [0.1, 0.4, 0.35, 0.8] }, labels);
    expect(rows).toEqual([
      { detector: 'forest', rocAuc: 1, averagePrecision: 1, precisionAtK: 1 },
      {
        detector: 'baseline',
        rocAuc: 0.75,
        averagePrecision: 0.8333333333333333,
        precisionAtK: 0.5,
      },
    ]);
  });

  it('takes the length of the alert list', () => {
    expect(scoreTable({ forest: [1, 2, 3, 4] }, labels, { k: 4 })[0].precisionAtK).toBe(0.5);
  });

  it('names the detector whose scores do not fit', () => {
    expect(() => scoreTable({ good: [1, 2, 3, 4], bad: [1, 2] }, labels)).toThrow(
      new RangeError('bad: scores must be as many as labels, 4, got 2'),
    );
  });
});
