import { describe, expect, it } from 'vitest';
import { makeWindows } from '../../../src/features/window';
import { matrix } from '../../../src/matrix';
import { linearCodeError } from '../../../src/pipeline/process/linear-code-error';
import { createRandom } from '../../../src/random';

/** Windows of 4 steps of 3 points, each a mixture of two patterns, and noise. */
function mixtures(nWindows: number, noise: number, seed = 1) {
  const random = createRandom(seed);
  const patterns = createRandom(7);
  const [a, b] = [0, 1].map(() => Array.from({ length: 12 }, () => patterns.normal(0, 1)));
  const rows = Array.from({ length: nWindows }, () => {
    const [x, y] = [random.normal(0, 2), random.normal(0, 1)];
    return a.map((value, j) => 3 + x * value + y * b[j] + random.normal(0, noise));
  });
  const samples = matrix(rows.flatMap((row) => [0, 3, 6, 9].map((at) => row.slice(at, at + 3))));
  return makeWindows({ samples, length: 4, stride: 4 });
}

describe('linearCodeError', () => {
  it('is 0 where the code holds all there is', () => {
    expect(linearCodeError(mixtures(60, 0), mixtures(20, 0, 2), { nKept: 2 })).toBeLessThan(1e-10);
  });

  it('is what a smaller code leaves, the noise in directions that it lacks', () => {
    const [train, windows] = [mixtures(2000, 0.1), mixtures(500, 0.1, 2)];
    const errors = [1, 2, 12].map((nKept) => linearCodeError(train, windows, { nKept }));
    expect(errors[0]).toBeGreaterThan(0.1);
    expect(errors[1]).toBeCloseTo(0.01 * (10 / 12), 3);
    expect(errors[2]).toBeCloseTo(0, 10);
  });

  it('is 0 where nothing varies', () => {
    const still = makeWindows({ samples: matrix(Array(20).fill([1, 2])), length: 5 });
    expect(linearCodeError(still, still, { nKept: 3 })).toBe(0);
  });

  it('is refused without windows enough, for other shapes, and for wrong options', () => {
    const train = mixtures(10, 0.1);
    const short = makeWindows({ samples: train.samples, length: 2 });
    const none = { ...train, ends: new Int32Array(0) };
    expect(() => linearCodeError(train, train, { nKept: 11 })).toThrow(
      'nKept must be an integer in [1, 10], got 11',
    );
    expect(() => linearCodeError(train, short)).toThrow('windows must have 4 samples, got 2');
    expect(() => linearCodeError(none, train)).toThrow(RangeError);
    expect(() => linearCodeError(train, train, { size: 3 } as object)).toThrow('got size');
  });
});
