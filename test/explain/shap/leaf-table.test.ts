import { describe, expect, it } from 'vitest';
import { leafShap } from '../../../src/explain/shap/leaf-shap';
import { leafTable } from '../../../src/explain/shap/leaf-table';
import { createRandom } from '../../../src/random';

function leafWith(shares: readonly number[]) {
  const features = Int32Array.from(shares.keys());
  return { node: 0, value: 7, weight: 0.1, features, shares: Float64Array.from(shares) };
}

describe('leafTable', () => {
  const random = createRandom(1);
  const drawn = (length: number) => Array.from({ length }, () => random.uniform());

  it.each([
    ['one feature', [0.3]],
    ['two', drawn(2)],
    ['an odd number', drawn(7)],
    ['many', drawn(12)],
    ['a split that lets all through, and one that lets none', [0.4, 1, 0, 0.9]],
  ])('gives every set what leafShap gives it, of %s', (_, shares) => {
    const n = shares.length;
    const sets = Int32Array.from({ length: 2 ** n }, (_, set) => set);
    const table = leafTable(leafWith(shares));
    const expected = leafShap(leafWith(shares), sets);
    for (const set of sets) {
      for (let j = 0; j < n; j++) {
        expect(table[set * n + j]).toBeCloseTo(expected[j * sets.length + set], 12);
      }
    }
  });

  it('is empty where a tree does not split', () => {
    expect(leafTable(leafWith([]))).toHaveLength(0);
  });
});
