import { describe, expect, it } from 'vitest';
import { precisionAtBudget, recallAtBudget } from '../../src/metrics/alert-budget';
import { precisionAtK, recallAtK } from '../../src/metrics/precision-at-k';

const HOUR = 3_600_000;

/** Two days: anomalies at 1st and 3rd place of the first, 2nd of the second, which has two samples. */
const LABELS = [1, 0, 1, 0, 0, 1];
const SCORES = [9, 8, 7, 1, 3, 2];
const TIMES = [1, 5, 23, 12, 24, 47].map((hour) => hour * HOUR);

describe('an alert budget', () => {
  it('is spent on the highest scores of each UTC day', () => {
    expect(precisionAtBudget(LABELS, SCORES, TIMES, 1)).toBe(1 / 2);
    expect(recallAtBudget(LABELS, SCORES, TIMES, 1)).toBe(1 / 3);
    expect(precisionAtBudget(LABELS, SCORES, TIMES, 2)).toBe(2 / 4);
    expect(recallAtBudget(LABELS, SCORES, TIMES, 2)).toBe(2 / 3);
  });

  it('is not spent where a day has fewer samples', () => {
    expect(precisionAtBudget(LABELS, SCORES, TIMES, 3)).toBe(3 / 5);
    expect(precisionAtBudget(LABELS, SCORES, TIMES, 1000)).toBe(3 / 6);
    expect(recallAtBudget(LABELS, SCORES, TIMES, 1000)).toBe(1);
  });

  it('does not mind the order of samples, nor days before 1970', () => {
    const order = [5, 3, 1, 0, 2, 4];
    const moved = <T>(values: T[]) => order.map((i) => values[i]);
    const early = moved(TIMES).map((time) => time - 10 * 24 * HOUR);
    expect(recallAtBudget(moved(LABELS), moved(SCORES), early, 2)).toBe(2 / 3);
  });

  it('is the list of k where all samples are of one day, ties and all', () => {
    const labels = [1, 0, 0, 1, 0];
    const scores = [5, 5, 5, 2, 9];
    for (const k of [1, 2, 3, 4]) {
      const times = scores.map((_, i) => i);
      expect(precisionAtBudget(labels, scores, times, k)).toBe(precisionAtK(labels, scores, k));
      expect(recallAtBudget(labels, scores, times, k)).toBe(recallAtK(labels, scores, k));
    }
  });

  it('refuses what it cannot read', () => {
    const read = (times: number[], budget: number, labels = [0, 1]) => {
      return () => recallAtBudget(labels, [1, 2], times, budget);
    };
    expect(read([0], 1)).toThrow('times must be as many as labels, 2, got 1');
    expect(read([0, Number.NaN], 1)).toThrow('times[1] must be finite, got NaN');
    expect(read([0, 1], 1.5)).toThrow('alertsPerDay must be an integer of at least 1, got 1.5');
    expect(read([0, 1], 1, [0, 0])).toThrow('labels must hold at least one 1');
    expect(() => precisionAtBudget([], [], [], 1)).toThrow('labels must not be empty');
  });
});
