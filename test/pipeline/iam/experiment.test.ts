import { beforeAll, describe, expect, it } from 'vitest';
import type { MetricsByMethod } from '../../../src/evaluate/repeat-over-seeds';
import { iamExperiment } from '../../../src/pipeline/iam/experiment';

const options = { seed: 3, difficulty: 'easy', epochs: 1, sequenceLength: 2 } as const;
const small = { ...options, nUsers: 12, normalEventsPerUser: 40 };

describe('iamExperiment', () => {
  let metrics: MetricsByMethod;
  const trained = new Set<string>();
  beforeAll(async () => {
    metrics = await iamExperiment({ ...small, onEpoch: (model) => trained.add(model) });
  });

  it('judges every method on the same events, the oracle highest', () => {
    const { oracle } = metrics;
    expect(Object.keys(metrics).slice(-4)).toEqual([
      'average of three',
      'maximum of three',
      'oracle',
      'vote of three',
    ]);
    for (const [method, { averagePrecision, rocAuc, f1 }] of Object.entries(metrics)) {
      expect(f1, method).toBeGreaterThanOrEqual(0);
      if (method === 'vote of three') continue;
      expect(averagePrecision, method).toBeLessThanOrEqual(oracle['averagePrecision']);
      expect(rocAuc, method).toBeLessThanOrEqual(oracle['rocAuc']);
    }
    expect(trained).toContain('LSTM');
    expect(trained).not.toContain('LSTM untrained');
  });

  it('gives the same figures for the same seed', async () => {
    expect(await iamExperiment(small)).toEqual(metrics);
  });
});
