import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/detectors/symmetric-eigen';
import { createRandom } from '../../src/random';

/** The largest error of `A v = lambda v` and of `V V' = I`. */
function errorOf(a: Float64Array, size: number): number {
  const { values, vectors } = symmetricEigen(a, size);
  let error = 0;
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      let [image, dot] = [0, 0];
      for (let j = 0; j < size; j++) {
        image += a[i * size + j] * vectors[k * size + j];
        dot += vectors[i * size + j] * vectors[k * size + j];
      }
      error = Math.max(error, Math.abs(image - values[k] * vectors[k * size + i]));
      error = Math.max(error, Math.abs(dot - (i === k ? 1 : 0)));
    }
  }
  return error;
}

function randomSymmetric(size: number, rank: number): Float64Array {
  const random = createRandom(1);
  const a = new Float64Array(size * size);
  for (let r = 0; r < rank; r++) {
    const direction = Array.from({ length: size }, () => random.normal());
    direction.forEach((x, i) => {
      direction.forEach((y, j) => {
        a[i * size + j] += x * y;
      });
    });
  }
  return a;
}

describe('symmetricEigen', () => {
  it('gives descending values and unit vectors whose largest entry is positive', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 0, 0, 0, 3, 4, 0, 4, 9), 3);
    expect(values[0]).toBeCloseTo(11, 12);
    expect(values[1]).toBeCloseTo(2, 12);
    expect(values[2]).toBeCloseTo(1, 12);
    const expected = [0, 1 / Math.sqrt(5), 2 / Math.sqrt(5), 1, 0, 0, 0, 2, -1];
    expected.forEach((entry, i) => {
      expect(vectors[i]).toBeCloseTo(i < 6 ? entry : entry / Math.sqrt(5), 12);
    });
  });

  it('solves matrices of full and of low rank', () => {
    expect(errorOf(randomSymmetric(30, 60), 30)).toBeLessThan(1e-11);
    expect(errorOf(randomSymmetric(30, 5), 30)).toBeLessThan(1e-11);
  });

  it('has a value for zeros, for one entry and for large numbers', () => {
    expect(Array.from(symmetricEigen(new Float64Array(4), 2).values)).toEqual([0, 0]);
    expect(Array.from(symmetricEigen(Float64Array.of(-5), 1).vectors)).toEqual([1]);
    expect(symmetricEigen(Float64Array.of(1e200, 1e200, 1e200, 1e200), 2).values[0]).toBeCloseTo(
      2e200,
      -190,
    );
  });

  it('leaves its argument as it was', () => {
    const a = Float64Array.of(1, 2, 2, 1);
    symmetricEigen(a, 2);
    expect(Array.from(a)).toEqual([1, 2, 2, 1]);
  });
});
