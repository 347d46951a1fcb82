import { describe, expect, it } from 'vitest';
import { auditMetrics } from '../../../src/metrics/series/audit-metrics';
import { haiAttacks } from './hai-attacks';

const labels = Array.from({ length: 2000 }, (_, i) => (i % 500 >= 400 && i % 500 < 440 ? 1 : 0));
const hai = haiAttacks();

function rowOf(metric: string, all = auditMetrics(labels)) {
  return all.find((row) => row.metric === metric)!;
}

describe('auditMetrics', () => {
  it('stands in the documentation', () => {
    expect(auditMetrics(labels).find(({ metric }) => metric === 'event F1')?.alwaysOn).toBe(1);
  });

  it('shows which metrics are fooled and which are not', () => {
    const all = auditMetrics(labels);
    expect(rowOf('point-adjusted F1', all).spikes).toBeGreaterThan(0.8);
    expect(rowOf('eTaPR F1', all)).toMatchObject({ spikes: 0, alwaysOn: 0, perfect: 1 });
    expect(rowOf('eTaPR F1', all).random).toBeLessThan(0.1);
    expect(rowOf('detection delay', all)).toMatchObject({ alwaysOn: 0, perfect: 0 });
    expect(rowOf('ROC AUC', all)).toMatchObject({ alwaysOn: 0.5, perfect: 1 });
    expect(rowOf('affiliation F1', all).random).toBeGreaterThan(0.6);
    expect(rowOf('NAB standard', all).perfect).toBeCloseTo(100, 9);
  });

  it('holds numbers only, or null for a delay without a detection', () => {
    for (const { metric, ...values } of auditMetrics([0, 0, 0, 0, 1], { every: 3 })) {
      for (const value of Object.values(values)) {
        if (metric === 'detection delay' && value === null) continue;
        expect(Number.isFinite(value), metric).toBe(true);
      }
    }
  });

  it('gives the same for the same seed', () => {
    expect(auditMetrics(labels, { seed: 1 })).toEqual(auditMetrics(labels, { seed: 1 }));
    const other = rowOf('ROC AUC', auditMetrics(labels, { seed: 2 })).random;
    expect(rowOf('ROC AUC', auditMetrics(labels, { seed: 1 })).random).not.toBe(other);
  });

  it.skipIf(!hai)('exposes the point-adjusted F1 on HAI 20.07', () => {
    const all = auditMetrics(hai!.labels, { every: 300 });
    expect(rowOf('point-adjusted F1', all).spikes).toBeCloseTo(0.949, 3);
    expect(rowOf('point F1', all).spikes).toBeCloseTo(0.006, 3);
    expect(rowOf('eTaPR F1', all).spikes).toBe(0);
  });

  it('refuses labels of one class', () => {
    expect(() => auditMetrics([0, 0])).toThrow('labels must hold at least one 1 (anomaly)');
    expect(() => auditMetrics([1, 1])).toThrow('labels must hold both 0 and 1, got only 1');
    expect(() => auditMetrics([])).toThrow('labels must not be empty');
    expect(() => auditMetrics([0, NaN])).toThrow('labels[1] must be 0 or 1, got NaN');
    expect(() => auditMetrics([0, 1], { n: 1 } as object)).toThrow('option must be');
    expect(() => auditMetrics([0, 1], { every: 0 })).toThrow('every must be an integer');
  });
});
