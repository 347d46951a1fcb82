import { expect, it } from 'vitest';
import { columnsByName } from '../../src/features/columns-by-name';
import { matrix } from '../../src/matrix';

it('gives each feature its values, quantities first', () => {
  const samples = matrix([
    [1, 2],
    [3, NaN],
  ]);
  const columns = columnsByName({ names: ['a', 'b'], samples, categories: { c: ['x', 'y'] } });
  expect(columns).toEqual({ a: Float64Array.of(1, 3), b: Float64Array.of(2, NaN), c: ['x', 'y'] });
});
