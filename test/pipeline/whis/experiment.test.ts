import { beforeAll, describe, expect, it } from 'vitest';
import type { MetricsByMethod } from '../../../src/evaluate/repeat-over-seeds';
import { whisExperiment } from '../../../src/pipeline/whis/experiment';

const small = { seed: 3, difficulty: 'easy', nUsers: 20, epochs: 1 } as const;

describe('whisExperiment', () => {
  let metrics: MetricsByMethod;
  beforeAll(async () => {
    metrics = await whisExperiment(small);
  });

  it('judges baselines, models and the oracle on each table', () => {
    expect(Object.keys(metrics)).toEqual([
      ...['sign count', 'largest z-score'],
      ...['isolation forest', 'one-class SVM', 'local outlier factor', 'average of three'],
      ...['oracle', 'autoencoder', 'autoencoder untrained', 'isolation forest (history)'],
      'average across tables',
    ]);
    expect(Object.keys(metrics['oracle'])).toHaveLength(3 * 2 * 3);
    expect(Object.keys(metrics['autoencoder'])).toHaveLength(3 * 3);
    expect(Object.keys(metrics['isolation forest (history)'])).toHaveLength(3);
    for (const figures of Object.values(metrics)) {
      for (const value of Object.values(figures)) expect(value >= 0 && value <= 1).toBe(true);
    }
  });

  it('bounds what is found by the oracle', () => {
    for (const [method, figures] of Object.entries(metrics)) {
      const auc = figures['auth_events later weeks rocAuc'] ?? 0;
      expect(auc, method).toBeLessThanOrEqual(metrics['oracle']['auth_events later weeks rocAuc']);
    }
  });

  it('gives the same figures for the same seed, also beside another run', async () => {
    const [again] = await Promise.all([
      whisExperiment(small),
      whisExperiment({ ...small, seed: 4 }),
    ]);
    expect(again).toEqual(metrics);
  });

  it('refuses options that it does not know, and a border outside the data', async () => {
    const misspelt = { ...small, users: 3 };
    await expect(whisExperiment(misspelt)).rejects.toThrow('users');
    await expect(whisExperiment({ ...small, trainDays: 30 })).rejects.toThrow('trainDays');
  });
});
