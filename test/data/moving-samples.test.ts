import { describe, expect, it } from 'vitest';
import { type MovingSamplesOptions, movingSamples } from '../../src/data/moving-samples';
import { expectStrictOptions } from '../bad-input';

const SMALL = { weeks: 10, samplesPerWeek: 200, nFeatures: 3, jumpWeek: 5, seed: 4 };

/** Mean of a feature over each week, in its standard deviation where nothing moves. */
function weeklyMeans(options: MovingSamplesOptions, feature: number): number[] {
  const { samples } = movingSamples({ ...SMALL, ...options });
  return Array.from({ length: SMALL.weeks }, (_, week) => {
    let sum = 0;
    for (let i = week * 200; i < (week + 1) * 200; i++) sum += samples.data[i * 3 + feature];
    return sum / 200;
  });
}

describe('movingSamples', () => {
  it('has the same samples in another order for another seed, and the same for the same', () => {
    expect(movingSamples(SMALL)).toEqual(movingSamples(SMALL));
    expect(movingSamples(SMALL)).not.toEqual(movingSamples({ ...SMALL, seed: 5 }));
    const { samples, labels } = movingSamples({ ...SMALL, anomalyShare: 0.01 });
    expect(samples.nSamples).toBe(2000);
    expect(labels.reduce((sum, label) => sum + label, 0)).toBe(20);
    expect(labels.slice(0, 1000).reduce((sum, label) => sum + label, 0)).toBeGreaterThan(3);
  });

  it('moves every feature by the drift, and jumps once', () => {
    for (const feature of [0, 1, 2]) {
      const still = weeklyMeans({ drift: 0, jump: 0 }, feature);
      const drifting = weeklyMeans({ drift: 0.5, jump: 0 }, feature);
      const jumping = weeklyMeans({ drift: 0, jump: 4 }, feature);
      const drifted = drifting.map((mean, week) => mean - still[week]);
      const spread = Math.abs(jumping[9] - still[9]) / 4;
      drifted.forEach((moved, week) => {
        expect(Math.abs(moved) / spread).toBeCloseTo(0.5 * (week + 0.4975), 9);
      });
      for (const week of [0, 4]) expect(jumping[week]).toBe(still[week]);
      expect(Math.abs(jumping[5] - still[5]) / spread).toBeCloseTo(4, 9);
    }
  });

  it('refuses options that are unknown or out of range', async () => {
    await expectStrictOptions(movingSamples);
    expect(() => movingSamples({ drift: -1 })).toThrow('drift must be in [0, 1000], got -1');
    expect(() => movingSamples({ anomalyShare: 0.5 })).toThrow('anomalyShare must be in (0, 0.5)');
  });
});
