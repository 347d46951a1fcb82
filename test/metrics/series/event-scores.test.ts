import { describe, expect, it } from 'vitest';
import { eventScores } from '../../../src/metrics/series/event-scores';
import { extremeSeries, refusesBadInput } from './bad-input';

describe('eventScores', () => {
  it('stands in the documentation', () => {
    expect(eventScores([1, 1, 0, 0, 1], [0, 1, 0, 1, 0]).recall).toBe(0.5);
  });

  it('counts events, not samples', () => {
    const labels = [1, 1, 1, 0, 0, 1, 0, 0, 0, 1];
    const predictions = [0, 1, 0, 0, 1, 0, 0, 1, 1, 1];
    const { precision, recall, detected, missed, falseAlarms } = eventScores(labels, predictions);
    expect(detected).toEqual([
      { start: 0, end: 3 },
      { start: 9, end: 10 },
    ]);
    expect(missed).toEqual([{ start: 5, end: 6 }]);
    expect(falseAlarms).toEqual([{ start: 4, end: 5 }]);
    expect([precision, recall]).toEqual([2 / 3, 2 / 3]);
  });

  it('is fooled by a detector that is always on', () => {
    expect(eventScores([0, 1, 0, 1], [1, 1, 1, 1]).f1).toBe(1);
  });

  it.each(extremeSeries)('is a number in [0, 1] for %j and %j', (labels, predictions) => {
    const { precision, recall, f1 } = eventScores(labels, predictions);
    for (const value of [precision, recall, f1]) expect(value >= 0 && value <= 1).toBe(true);
  });

  refusesBadInput(eventScores);
});
