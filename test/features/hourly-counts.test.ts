import { describe, expect, it } from 'vitest';
import { hourlyCounts } from '../../src/features/hourly-counts';

const HOUR = 3_600_000;

describe('hourlyCounts', () => {
  it('counts events of each hour, also of those without any', () => {
    const { start, entities, counts } = hourlyCounts([9 * HOUR, 12 * HOUR - 1, 9 * HOUR + 5]);
    expect({ start, entities }).toEqual({ start: 9 * HOUR, entities: ['all'] });
    expect(counts).toEqual({ data: Float64Array.of(2, 0, 1), nSamples: 1, nFeatures: 3 });
  });

  it('counts each entity, by name, between the ends', () => {
    const { start, entities, counts } = hourlyCounts([0, HOUR, HOUR, 5 * HOUR], {
      entities: ['b', 'a', 'b', 'late'],
      from: HOUR,
      until: 3 * HOUR,
    });
    expect({ start, entities }).toEqual({ start: HOUR, entities: ['a', 'b', 'late'] });
    expect([...counts.data]).toEqual([1, 0, 1, 0, 0, 0]);
  });

  it('takes times before 1970', () => {
    expect(hourlyCounts([-1]).start).toBe(-HOUR);
  });

  it.each([
    [[], {}, 'times must not be empty, got 0'],
    [[NaN], {}, 'times[0] must be in [-8640000000000000, 8640000000000000], got NaN'],
    [[0], { from: 1 }, 'from must be a full hour, got 1'],
    [[0], { from: HOUR }, 'until must be after from, 3600000, got 3600000'],
    [[0], { entities: [] }, 'entities must be 1 as times, got 0'],
    [[0], { entities: [null] }, 'entities[0] must be a text, got null'],
    [[0, 8e15], {}, 'hours times entities must be at most 100000000'],
    [[0], { misspelt: 1 }, 'option must be entities, from or until, got misspelt'],
  ])('refuses %j with %j', (times, options, message) => {
    expect(() => hourlyCounts(times, options as never)).toThrow(message);
  });
});
