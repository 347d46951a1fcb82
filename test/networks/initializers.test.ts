import { describe, expect, it } from 'vitest';
import { glorotUniform, orthogonal } from '../../src/networks/initializers';
import { createRandom } from '../../src/random';

describe('glorotUniform', () => {
  it('fills the range that keeps the variance', () => {
    const limit = Math.sqrt(6 / (30 + 70));
    const weights = glorotUniform(createRandom(1), 30, 70);
    expect(weights).toHaveLength(2100);
    expect(Math.max(...weights)).toBeLessThanOrEqual(limit);
    expect(Math.max(...weights)).toBeGreaterThan(0.99 * limit);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(-limit);
    expect(Math.min(...weights)).toBeLessThan(-0.99 * limit);
    const variance = weights.reduce((total, value) => total + value * value, 0) / weights.length;
    expect(variance).toBeCloseTo(2 / (30 + 70), 2);
  });
});

describe('orthogonal', () => {
  it.each([
    [1, 1],
    [4, 4],
    [16, 64],
    [60, 64],
  ])('makes rows orthonormal, %d by %d', (nRows, nColumns) => {
    const weights = orthogonal(createRandom(nRows), nRows, nColumns);
    expect(weights).toHaveLength(nRows * nColumns);
    for (let i = 0; i < nRows; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < nColumns; k++) {
          product += weights[i * nColumns + k] * weights[j * nColumns + k];
        }
        expect(Math.abs(product - Number(i === j))).toBeLessThan(1e-6);
      }
    }
  });
});

describe.each([
  ['glorotUniform', glorotUniform],
  ['orthogonal', orthogonal],
])('%s', (_name, draw) => {
  it('draws by the seed alone', () => {
    expect(draw(createRandom(7), 3, 5)).toEqual(draw(createRandom(7), 3, 5));
    expect(draw(createRandom(7), 3, 5)).not.toEqual(draw(createRandom(8), 3, 5));
  });
});
