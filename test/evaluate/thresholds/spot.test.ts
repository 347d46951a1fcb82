import { describe, expect, it } from 'vitest';
import { potThreshold } from '../../../src/evaluate/thresholds/pot';
import { spot } from '../../../src/evaluate/thresholds/spot';
import { createRandom } from '../../../src/random';

function normals(n: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal());
}

describe('spot', () => {
  it('begins at the threshold of the first scores', () => {
    const first = normals(1000, 1);
    expect(spot(first, { risk: 1e-4 }).threshold).toBe(potThreshold(first, { risk: 1e-4 }));
  });

  it('flags up to three times as often as asked, and planted spikes always', () => {
    const stream = spot(normals(2000, 1), { risk: 1e-3 });
    let nFlagged = 0;
    normals(50_000, 2).forEach((score, i) => {
      if (i % 10_000 === 5000) expect(stream.update(40)).toBe(true);
      if (stream.update(score)) nFlagged++;
    });
    expect(nFlagged).toBeGreaterThan(25); // 50 expected if the tail were not cut off
    expect(nFlagged).toBeLessThan(170);
    expect(stream.threshold).toBeGreaterThan(2.5); // 3.09 for the true distribution
    expect(stream.threshold).toBeLessThan(4);
  });

  it('learns nothing from what it flags, nor from the bulk', () => {
    const stream = spot(normals(1000, 3));
    const before = stream.threshold;
    expect(stream.update(before)).toBe(true);
    expect(stream.update(0)).toBe(false);
    expect(stream.threshold).toBe(before);
  });

  it('renews the fit at an excess while they are few', () => {
    const stream = spot(normals(1000, 3), { risk: 1e-4 });
    const before = stream.threshold;
    expect(stream.update(before - 1e-6)).toBe(false);
    expect(stream.threshold).toBeGreaterThan(before);
  });

  it('refuses a score that is no number, and too few to begin with', () => {
    expect(() => spot(normals(1000, 4)).update(Number.NaN)).toThrow(
      new RangeError('score must be finite, got NaN'),
    );
    expect(() => spot([1, 2, 3])).toThrow('scores must have at least 10 above their quantile');
  });
});
