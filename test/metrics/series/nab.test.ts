import { describe, expect, it } from 'vitest';
import { nabScore } from '../../../src/metrics/series/nab';
import { refusesBadInput } from './bad-input';
import { seriesCases } from './golden';

describe('nabScore', () => {
  it('stands in the documentation', () => {
    expect(nabScore([0, 0, 1, 1], [0, 0, 1, 0], { probation: 0 })).toBe(100);
  });

  it.each(seriesCases)("is that of NAB's own sweeper: $name", ({ labels, predictions, nab }) => {
    for (const { profile, probation, score } of nab) {
      expect(nabScore(labels, predictions, { profile, probation })).toBeCloseTo(score, 9);
    }
  });

  it('is 0 for silence and 100 for the first sample of each window, in each profile', () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i % 50 >= 40 ? 1 : 0));
    const starts = labels.map((_, i) => (i % 50 === 40 ? 1 : 0));
    for (const profile of ['standard', 'rewardLowFp', 'rewardLowFn'] as const) {
      expect(
        nabScore(
          labels,
          labels.map(() => 0),
          { profile },
        ),
      ).toBe(0);
      expect(nabScore(labels, starts, { profile })).toBeCloseTo(100, 12);
    }
  });

  it('pays less for a later flag, and nothing more for a second', () => {
    const labels = Array.from({ length: 40 }, (_, i) => (i >= 20 && i < 30 ? 1 : 0));
    const at = (...flags: number[]) =>
      nabScore(
        labels,
        labels.map((_, i) => (flags.includes(i) ? 1 : 0)),
      );
    expect(at(22)).toBeGreaterThan(at(25));
    expect(at(22, 25)).toBe(at(22));
    expect(at(22, 10)).toBeLessThan(at(22, 30));
  });

  it('spares no flag behind a window of one sample', () => {
    const labels = [0, 0, 1, 0, 0];
    expect(nabScore(labels, [0, 0, 1, 1, 0], { probation: 0 })).toBeCloseTo(100 - 11 / 2, 12);
  });

  refusesBadInput((labels, predictions) => nabScore(labels, predictions, { probation: 0 }));

  it('refuses options out of range', () => {
    const score = (options: object) => () =>
      nabScore([1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0], options);
    expect(score({ profile: 'fast' })).toThrow(
      'profile must be standard, rewardLowFp, rewardLowFn, got fast',
    );
    expect(score({ probation: 1 })).toThrow('probation must be in [0, 1), got 1');
    expect(score({})).toThrow('labels must hold a 1 after the probation of 1 samples, got only 0');
  });
});
