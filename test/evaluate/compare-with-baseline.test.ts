import { describe, expect, it } from 'vitest';
import { compareWithBaseline } from '../../src/evaluate/compare-with-baseline';
import { meanInterval } from '../../src/evaluate/mean-interval';
import { type MetricsByMethod, repeatOverSeeds } from '../../src/evaluate/repeat-over-seeds';
import { createRandom } from '../../src/random';

async function run(seed: number): Promise<MetricsByMethod> {
  const shared = createRandom(seed).uniform() / 2; // an easy or a hard data set
  return {
    trivial: { f1: shared, recall: 0.5 },
    lstm: { f1: shared + 0.2 + seed / 1000, recall: 0.5 },
    untrained: { f1: shared - 0.1 + seed / 1000, recall: 0.4 },
  };
}

const SEEDS = [1, 2, 3, 4, 5];

describe('compareWithBaseline', () => {
  it('says which methods beat the baseline, by metric', async () => {
    const rows = compareWithBaseline(await repeatOverSeeds(SEEDS, run), { baseline: 'trivial' });
    expect(
      rows.map(({ method, metric, beatsBaseline }) => [metric, method, beatsBaseline]),
    ).toEqual([
      ['f1', 'trivial', false],
      ['f1', 'lstm', true],
      ['f1', 'untrained', false],
      ['recall', 'trivial', false],
      ['recall', 'lstm', false],
      ['recall', 'untrained', false],
    ]);
  });

  it('has the interval of each method and of its difference', async () => {
    const repeats = await repeatOverSeeds(SEEDS, run);
    const options = { baseline: 'trivial', metrics: ['f1'], level: 0.9 };
    const [baseline, lstm] = compareWithBaseline(repeats, options);
    const interval = meanInterval(repeats.values['lstm']['f1'], { level: 0.9 });
    expect([lstm.mean, lstm.lower, lstm.upper]).toEqual([
      interval.estimate,
      interval.lower,
      interval.upper,
    ]);
    expect(lstm.difference).toBeCloseTo(0.203, 12);
    expect(lstm.differenceLower).toBeLessThan(lstm.difference);
    expect([baseline.difference, baseline.differenceUpper]).toEqual([0, 0]);
  });

  it('refuses a baseline or a metric that no run has', async () => {
    const repeats = await repeatOverSeeds(SEEDS, run);
    expect(() => compareWithBaseline(repeats, { baseline: 'rule' })).toThrow(
      'baseline must be one of trivial, lstm, untrained, got rule',
    );
    expect(() => compareWithBaseline(repeats, { baseline: 'lstm', metrics: ['auc'] })).toThrow(
      'metric must be one of f1, recall, got auc',
    );
  });
});
