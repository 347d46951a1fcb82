import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CloudTrailExperiment,
  cloudTrailExperiment,
} from '../../../src/pipeline/cloudtrail/experiment';
import { sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { techniquesFound } from '../../../src/pipeline/cloudtrail/techniques-found';
import { smallRows } from './small';

const NAMES = ['new call for this user', 'isolation forest', 'LSTM'];
const SMALL = { seed: 1, scale: 0.25, attacksPerYear: 104, epochs: 1, windowLength: 2 };

describe('cloudTrailExperiment', () => {
  let experiment: CloudTrailExperiment;
  beforeAll(async () => {
    experiment = await cloudTrailExperiment(SMALL);
  });
  afterAll(() => {
    for (const method of experiment.methods) method.dispose();
  });

  it('judges every method by the same finite figures', () => {
    const { metrics, attacksFound } = experiment;
    const names = Object.keys(metrics);
    expect(names).toHaveLength(14);
    expect(Object.keys(attacksFound)).toEqual(names);
    for (const figures of Object.values(metrics)) {
      expect(Object.keys(figures)).toEqual(Object.keys(metrics['LSTM']));
      expect(Object.values(figures).every(Number.isFinite)).toBe(true);
    }
    expect(Object.keys(metrics['LSTM'])).toHaveLength(10 + 4 + 26);
  });

  it('lets the most frequent class find nothing, and labels teach something', () => {
    const { metrics } = experiment;
    expect(metrics['most frequent class']['attacks found']).toBe(0);
    expect(metrics['most frequent class']['ROC AUC']).toBe(0.5);
    expect(metrics['LSTM on one event']['ROC AUC']).toBeGreaterThan(0.8);
    expect(metrics['LSTM']['ROC AUC']).toBeGreaterThan(metrics['LSTM untrained']['ROC AUC']);
  });

  it('says which techniques its methods find in other events, with and without a group', async () => {
    const rows = sliceCloudTrailRows(smallRows(9), 0, 2500);
    const nTechniques = new Set(rows.techniques).size - 1; // normal events have none
    const methods = experiment.methods.filter(({ name }) => NAMES.includes(name));
    const found = await techniquesFound(methods, rows, 'terraform');
    expect(found.map(({ name }) => name)).toEqual(NAMES);
    for (const method of found) {
      const { found: one, missed } = method['at 1 %'];
      expect(one.length + missed.length).toBe(nTechniques);
      expect(method['at 5 %'].found.length).toBeGreaterThanOrEqual(one.length);
    }
  });
});

describe('cloudTrailExperiment, refusing', () => {
  it('options that are none', async () => {
    await expect(cloudTrailExperiment({ seed: 1, wide: 2 } as never)).rejects.toThrow('wide');
  });
});
