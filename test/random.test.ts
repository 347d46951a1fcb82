import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../src/random';

const draw = (seed: number, n: number) => {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => random.uniform());
};
const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('createRandom', () => {
  it('repeats for a seed and differs for another', () => {
    expect(draw(42, 5)).toEqual(draw(42, 5));
    expect(draw(42, 5)).not.toEqual(draw(43, 5));
  });

  it('tells negative and large seeds from small ones', () => {
    const seeds = [-2, -1, 0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => draw(seed, 1)[0])).size).toBe(seeds.length);
  });

  it('gives the numbers it gave when it was written', () => {
    expect(draw(42, 3)).toMatchInlineSnapshot(`
      [
        0.15377165265745885,
        0.018084542542176507,
        0.5348906284683476,
      ]
    `);
  });

  it('draws uniform numbers in [0, 1) with mean a half', () => {
    const values = draw(1, 20_000);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(0.5, 2);
  });

  it('draws normal numbers with the mean and spread asked for', () => {
    const random = createRandom(2);
    const values = Array.from({ length: 20_000 }, () => random.normal(3, 2));
    expect(mean(values)).toBeCloseTo(3, 1);
    expect(Math.sqrt(mean(values.map((x) => (x - 3) ** 2)))).toBeCloseTo(2, 1);
  });

  it('shuffles a copy with the same values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
        const before = [...values];
        const shuffled = createRandom(seed).shuffle(values);
        expect(values).toEqual(before);
        expect(shuffled.toSorted()).toEqual(values.toSorted());
      }),
    );
  });

  it('samples different integers below the limit', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.integer(), (limit, count, seed) => {
        fc.pre(count <= limit);
        const sample = createRandom(seed).sample(limit, count);
        expect(new Set(sample).size).toBe(count);
        expect(sample.every((x) => x >= 0 && x < limit)).toBe(true);
      }),
    );
  });

  it('samples each integer equally often', () => {
    const random = createRandom(3);
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 10_000; i++) for (const j of random.sample(10, 3)) counts[j]++;
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(200);
  });

  it('refuses a seed, limit or count out of range', () => {
    expect(() => createRandom(0.5)).toThrow('seed must be an integer, got 0.5');
    expect(() => createRandom(1).integer(0)).toThrow('limit must be');
    expect(() => createRandom(1).sample(3, 4)).toThrow('count must be an integer in [0, 3], got 4');
  });
});
