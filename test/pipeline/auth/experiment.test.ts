import { beforeAll, describe, expect, it } from 'vitest';
import type { MetricsByMethod } from '../../../src/evaluate/repeat-over-seeds';
import { authExperiment } from '../../../src/pipeline/auth/experiment';

const small = { seed: 3, difficulty: 'easy', nUsers: 20, epochs: 1 } as const;

describe('authExperiment', () => {
  let metrics: MetricsByMethod;
  beforeAll(async () => {
    metrics = await authExperiment(small);
  });

  it('judges baselines and models, each set of columns with the mean of its three', () => {
    const names = Object.keys(metrics);
    expect(names.at(-1)).toBe('isolation forest (random split)');
    expect(names.slice(0, 5)).toEqual([
      'bytes alone',
      'deviation ratio',
      'count of refusals',
      'count of oddities',
      'isolation forest (label codes)',
    ]);
    const models = ['autoencoder untrained', 'isolation forest', 'one-class SVM', 'autoencoder'];
    expect(names.slice(5, -1)).toEqual(
      ['', ' (ratio)', ' (history)'].flatMap((suffix) =>
        [...models, 'average of three'].map((name) => `${name}${suffix}`),
      ),
    );
    for (const [name, { rocAuc, averagePrecision }] of Object.entries(metrics)) {
      expect(rocAuc, name).toBeLessThanOrEqual(1);
      expect(averagePrecision, name).toBeGreaterThan(0);
    }
  });

  it('finds more with what is known from earlier logins', () => {
    const { rocAuc } = metrics['average of three (history)'];
    expect(rocAuc).toBeGreaterThan(0.85);
    expect(rocAuc).toBeGreaterThan(metrics['average of three']['rocAuc']);
  });

  it('gives the same figures for the same seed', async () => {
    expect(await authExperiment(small)).toEqual(metrics);
  });

  it('refuses an option that it does not know', async () => {
    const misspelt = { ...small, users: 3 };
    await expect(authExperiment(misspelt)).rejects.toThrow(RangeError);
  });
});
