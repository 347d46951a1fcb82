import { expect, it } from 'vitest';
import { highestByEntity } from '../../src/evaluate/highest-by-entity';

it('ranks entities by the highest of their scores', () => {
  expect(highestByEntity(['a', 'b', 'a', 'c'], [1, 5, 7, 5])).toEqual([
    { entity: 'a', score: 7, index: 2 },
    { entity: 'b', score: 5, index: 1 },
    { entity: 'c', score: 5, index: 3 },
  ]);
});

it('refuses a score that cannot be ranked', () => {
  expect(() => highestByEntity(['a', 'b'], [1, Number.NaN])).toThrow('scores[1] must be finite');
  expect(highestByEntity([], [])).toEqual([]);
});

it('refuses entities and scores of different number', () => {
  expect(() => highestByEntity(['a'], [1, 2])).toThrow('entities must be 2 as scores, got 1');
});
