import { describe, expect, it } from 'vitest';
import { conformalPValues } from '../../../src/evaluate/thresholds/conformal';
import { createRandom } from '../../../src/random';

/** A series that remembers about 1 / (1 - memory) steps. */
function series(n: number, memory: number, seed: number): Float64Array {
  const random = createRandom(seed);
  let value = random.normal();
  return Float64Array.from({ length: n }, () => {
    value = memory * value + Math.sqrt(1 - memory ** 2) * random.normal();
    return value;
  });
}

describe('conformalPValues', () => {
  it('stands in the documentation', () => {
    expect(conformalPValues([1, 2, 3, 4], [2.5, 9])).toEqual(Float64Array.of(0.6, 0.2));
  });

  it('counts tied calibration scores as high', () => {
    expect(conformalPValues([1, 1, 1], [1, 0, 2])).toEqual(Float64Array.of(1, 1, 0.25));
  });

  it('is at most α in a share α of normal samples', () => {
    const pValues = conformalPValues(series(1999, 0, 1), series(20_000, 0, 2));
    for (const alpha of [0.01, 0.1, 0.5]) {
      const share = pValues.filter((p) => p <= alpha).length / pValues.length;
      expect(share / alpha).toBeCloseTo(1, 0);
    }
  });

  it('compares with the highest of each block, the oldest rest left out', () => {
    const calibration = [99, 1, 5, 2, 3];
    const pValues = conformalPValues(calibration, [0, 4, 6], { blockLength: 2 });
    expect(pValues).toEqual(Float64Array.of(1, 2 / 3, 1 / 3));
  });

  it('by block alarms in a share α of normal blocks of a series, by score in far more', () => {
    const alpha = 0.1;
    const blockLength = 100;
    const alarms = (options: object) => {
      let nAlarms = 0;
      for (let seed = 0; seed < 100; seed++) {
        const pValues = conformalPValues(
          series(3900, 0.9, seed),
          series(blockLength, 0.9, seed + 1000),
          options,
        );
        if (pValues.some((p) => p <= alpha)) nAlarms++;
      }
      return nAlarms / 100;
    };
    expect(alarms({ blockLength })).toBeLessThan(0.2); // 0.1 expected, three deviations of 0.03
    expect(alarms({})).toBeGreaterThan(0.8);
  });

  it('refuses what it cannot rank', () => {
    expect(() => conformalPValues([], [1])).toThrow('calibrationScores must not be empty');
    expect(() => conformalPValues([Number.NaN], [1])).toThrow(
      'calibrationScores[0] must be finite',
    );
    expect(() => conformalPValues([1], [])).toThrow('scores must not be empty');
    expect(() => conformalPValues([1, 2], [1], { blockLength: 3 })).toThrow(
      new RangeError('blockLength must be an integer in [1, 2], got 3'),
    );
    expect(() => conformalPValues([1], [1], { block: 3 } as object)).toThrow('blockLength');
  });
});
