import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupSplit, type Split, stratifiedSplit, temporalSplit } from '../../src/data/split';

const fractions = fc.record({
  test: fc.double({ min: 0.1, max: 0.4, noNaN: true }),
  validation: fc.constantFrom(0, 0.2, 0.35),
});

/** Every sample once; null where the draw leaves a part empty, which is an error of its own. */
function splitOf(make: () => Split, nSamples: number): Split | null {
  try {
    const split = make();
    const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: nSamples }, (_, i) => i));
    return split;
  } catch (error) {
    expect((error as Error).message).toMatch(/must have samples/);
    return null;
  }
}

describe('temporalSplit', () => {
  it('trains on the earliest and tests on the latest, and cuts no tie', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(times, fractions, (given, shares) => {
        const split = splitOf(() => temporalSplit(given, shares), given.length);
        if (split === null) return;
        const latest = (part: Int32Array) => Math.max(...[...part].map((i) => given[i]));
        const earliest = (part: Int32Array) => Math.min(...[...part].map((i) => given[i]));
        const parts = [split.train, split.validation, split.test].filter((part) => part.length > 0);
        for (let i = 1; i < parts.length; i++) {
          expect(latest(parts[i - 1])).toBeLessThan(earliest(parts[i]));
        }
      }),
    );
  });

  it('gives each part its share where the times differ', () => {
    const times = Float64Array.from({ length: 100 }, (_, i) => 1e12 - i);
    const { train, validation, test } = temporalSplit(times, {
      train: 0.7,
      validation: 0.1,
      test: 0.2,
    });
    expect([train.length, validation.length, test.length]).toEqual([70, 10, 20]);
    expect([...test]).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it.each([
    [[1, 1, 1], { test: 0.5 }, /test must have samples, got 3, 0 and 0/],
    [[1, Number.NaN], { test: 0.5 }, /time 1 must be finite, got NaN/],
    [[], { test: 0.5 }, /train must have samples/],
    [[1, 2], { test: 0 }, /test must be in \(0, 1\), got 0/],
    [[1, 2], { test: 0.5, validation: 0.5 }, /validation must be in \[0, 0.5\), got 0.5/],
    [[1, 2], { train: 0.6, test: 0.5 }, /train must be what validation and test leave, got 0.6/],
    [[1, 2], { test: Number.NaN }, /test must be in \(0, 1\), got NaN/],
  ])('refuses %j with %j', (times, shares, message) => {
    expect(() => temporalSplit(times, shares)).toThrow(message);
  });
});

describe('stratifiedSplit', () => {
  it('gives each class its share of each part, to within one sample', () => {
    const labels = fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(labels, fractions, fc.integer(), (given, shares, seed) => {
        const make = () => stratifiedSplit(given, { ...shares, seed });
        const split = splitOf(make, given.length);
        if (split === null) return;
        for (const label of new Set(given)) {
          const count = (part: Int32Array) => part.filter((i) => given[i] === label).length;
          const all = given.filter((other) => other === label).length;
          expect(Math.abs(count(split.test) - shares.test * all)).toBeLessThanOrEqual(1);
          expect(Math.abs(count(split.validation) - shares.validation * all)).toBeLessThanOrEqual(
            1,
          );
        }
        expect(make()).toEqual(split);
      }),
    );
  });

  it('depends on the seed', () => {
    const labels = new Int32Array(50);
    const split = (seed: number) => stratifiedSplit(labels, { test: 0.3, seed });
    expect(split(1)).not.toEqual(split(2));
  });

  it('refuses to leave a part empty', () => {
    expect(() => stratifiedSplit([0, 1], { test: 0.1 })).toThrow(
      /test must have samples, got 2, 0 and 0/,
    );
  });
});

describe('groupSplit', () => {
  it('keeps the samples of an entity together', () => {
    const entities = fc.array(fc.constantFrom(...'abcdefghijkl'), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(entities, fractions, fc.integer(), (given, shares, seed) => {
        const split = splitOf(() => groupSplit(given, { ...shares, seed }), given.length);
        if (split === null) return;
        const names = (part: Int32Array) => new Set([...part].map((i) => given[i]));
        const parts = [names(split.train), names(split.validation), names(split.test)];
        const nEntities = new Set(given).size;
        expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(nEntities);
        expect(Math.abs(parts[2].size - shares.test * nEntities)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses to leave a part empty', () => {
    expect(() => groupSplit(['a', 'a'], { test: 0.5 })).toThrow(/train must have samples/);
  });
});
