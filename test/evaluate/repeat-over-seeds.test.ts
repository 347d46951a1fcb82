import { describe, expect, it } from 'vitest';
import { type MetricsByMethod, repeatOverSeeds } from '../../src/evaluate/repeat-over-seeds';

async function run(seed: number): Promise<MetricsByMethod> {
  return { trivial: { f1: seed / 10, recall: 0.5 }, lstm: { f1: seed / 8, recall: 0.6 } };
}

const SEEDS = [1, 2, 3, 4, 5];

describe('repeatOverSeeds', () => {
  it('keeps one value a seed, in their order, and runs one after another', async () => {
    const told: unknown[] = [];
    const repeats = await repeatOverSeeds(SEEDS, run, { onSeed: (done) => told.push(done) });
    expect(repeats.seeds).toEqual(SEEDS);
    expect(repeats.values['lstm']['f1']).toEqual([0.125, 0.25, 0.375, 0.5, 0.625]);
    expect(told).toHaveLength(5);
    expect(told[1]).toEqual({ seed: 2, nDone: 2, nSeeds: 5 });
  });

  it('refuses seeds that say nothing of chance', async () => {
    await expect(repeatOverSeeds([1], run)).rejects.toThrow('seeds must be at least 2, got 1');
    await expect(repeatOverSeeds([1, 2, 1], run)).rejects.toThrow('seeds must differ, got 1 twice');
  });

  it('names the seed, method and metric that do not fit', async () => {
    const of = (second: MetricsByMethod) => (seed: number) =>
      Promise.resolve(seed === 1 ? { a: { f1: 1 } } : second);
    const refused = [
      [{ a: { f1: Number.NaN } }, 'seed 2, a, f1 must be finite, got NaN'],
      [{ b: { f1: 1 } }, 'methods of seed 2 must be a, got b'],
      [{ a: { recall: 1 } }, 'metrics of seed 2, a must be f1, got recall'],
    ] as const;
    for (const [second, message] of refused) {
      await expect(repeatOverSeeds([1, 2], of(second))).rejects.toThrow(message);
    }
    await expect(repeatOverSeeds([1, 2], async () => ({}))).rejects.toThrow('must not be empty');
  });
});
