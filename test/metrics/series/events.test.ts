import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../../src/metrics/series/events';
import { predicted } from '../arbitraries';

describe('eventsOf', () => {
  it('stands in the documentation', () => {
    expect(eventsOf([0, 1, 1, 0, 1])).toEqual([
      { start: 1, end: 3 },
      { start: 4, end: 5 },
    ]);
  });

  it('covers exactly the samples labelled 1, with a gap between events', () => {
    fc.assert(
      fc.property(predicted, ({ labels }) => {
        const again = labels.map(() => 0);
        const events = eventsOf(labels);
        for (const { start, end } of events) again.fill(1, start, end);
        expect(again).toEqual(labels);
        for (let i = 1; i < events.length; i++) {
          expect(events[i].start).toBeGreaterThan(events[i - 1].end);
        }
      }),
    );
  });

  it('is empty without an anomaly and one event where all are', () => {
    expect(eventsOf([0, 0])).toEqual([]);
    expect(eventsOf([1, 1])).toEqual([{ start: 0, end: 2 }]);
  });

  it('refuses what is neither 0 nor 1', () => {
    expect(() => eventsOf([])).toThrow('labels must not be empty, got 0 values');
    expect(() => eventsOf([0, 2])).toThrow('labels[1] must be 0 or 1, got 2');
    expect(() => eventsOf([NaN], 'flags')).toThrow('flags[0] must be 0 or 1, got NaN');
  });
});
