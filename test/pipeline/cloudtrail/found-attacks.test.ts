import { describe, expect, it } from 'vitest';
import { foundAttacks } from '../../../src/pipeline/cloudtrail/found-attacks';
import { createRandom } from '../../../src/random';

const normals = Array.from({ length: 100 }, (_, i) => i);

describe('foundAttacks', () => {
  it('finds an attack by its highest event above all but the rate of normal ones', () => {
    const scores = [...normals, 98.5, 0, 97.5];
    const attacks = [...normals.map(() => ''), 'a', 'a', 'b'];
    const one = foundAttacks(scores, attacks, 0.01);
    expect([one.found, one.missed]).toEqual([['a'], ['b']]);
    expect(one.share.estimate).toBe(0.5);
    expect(one.share.lower).toBeLessThanOrEqual(0.5);
    expect(one.share.upper).toBeGreaterThanOrEqual(0.5);
    expect(foundAttacks(scores, attacks, 0.02).found).toEqual(['a', 'b']);
    expect(foundAttacks(scores, attacks, 1).found).toEqual(['a', 'b']);
  });

  it('flags nothing by scores that all tie', () => {
    const attacks = [...normals.map(() => ''), 'a'];
    expect(foundAttacks(new Float64Array(101), attacks, 0.05).found).toEqual([]);
  });

  it('leaves events out that are null', () => {
    const scores = [...normals, 50];
    const attacks = [...normals.map((i) => (i > 40 ? null : '')), 'a'];
    expect(foundAttacks(scores, attacks, 0.01).found).toEqual(['a']);
  });

  it('has an interval that holds the truth about as often as it says', () => {
    let nHeld = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = createRandom(seed);
      const attacks = Array.from({ length: 530 }, (_, i) => (i < 30 ? `a${i}` : ''));
      const scores = attacks.map((attack) => random.normal(attack === '' ? 0 : 1.645));
      const { lower, upper } = foundAttacks(scores, attacks, 0.05, seed).share;
      if (lower <= 0.5 && upper >= 0.5) nHeld++;
    }
    expect(nHeld).toBeGreaterThanOrEqual(53);
  });

  it('refuses what cannot be judged', () => {
    expect(() => foundAttacks([1], ['a'], 0.01)).toThrow('attacks');
    expect(() => foundAttacks([1], [''], 0.01)).toThrow('attacks');
    expect(() => foundAttacks([1, 2], ['', 'a'], 2)).toThrow('rate');
  });
});
