import { describe, expect, it } from 'vitest';
import { flagsByPeriod } from '../../src/evaluate/flags-by-period';

const LABELS = [0, 0, 1, 0, 1, 1, 0];
const FLAGS = [0, 1, 1, 0, 0, 1, 1];

describe('flagsByPeriod', () => {
  it('counts false alarms and finds of each period, and of a shorter last one', () => {
    expect(flagsByPeriod(LABELS, FLAGS, 3)).toEqual([
      { period: 0, nNormal: 2, falseAlarms: 1, nAnomalies: 1, nFound: 1 },
      { period: 1, nNormal: 1, falseAlarms: 0, nAnomalies: 2, nFound: 1 },
      { period: 2, nNormal: 1, falseAlarms: 1, nAnomalies: 0, nFound: 0 },
    ]);
  });

  it('is one period where all samples fit in', () => {
    expect(flagsByPeriod(LABELS, FLAGS, 100)).toEqual([
      { period: 0, nNormal: 4, falseAlarms: 2, nAnomalies: 3, nFound: 2 },
    ]);
  });

  it('does as its example says', () => {
    const rows = flagsByPeriod([0, 0, 1, 0], [0, 1, 1, 0], 2);
    expect(rows.map(({ falseAlarms }) => falseAlarms)).toEqual([1, 0]);
  });

  it('refuses a period without samples', () => {
    for (const none of [0, 1.5, NaN]) {
      expect(() => flagsByPeriod(LABELS, FLAGS, none)).toThrow(
        `samplesPerPeriod must be an integer of at least 1, got ${none}`,
      );
    }
    expect(() => flagsByPeriod(LABELS, [0], 2)).toThrow('flags must be as many as labels, 7');
  });
});
