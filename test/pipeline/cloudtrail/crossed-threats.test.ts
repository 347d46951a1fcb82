import { describe, expect, it } from 'vitest';
import { crossedThreats, withoutGroup } from '../../../src/pipeline/cloudtrail/crossed-threats';
import { indexAtTime, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { BORDERS, smallRows } from './small';

const rows = smallRows();
const OPTIONS = { seed: 1, epochs: 1, windowLength: 2 };

describe('crossedThreats', () => {
  const other = sliceCloudTrailRows(smallRows(9), 0, 4000);

  it('judges methods that learned from other events', async () => {
    const methods = ['isolation forest', 'attack share of the call', 'LSTM on one event'];
    const crossed = await crossedThreats(other, rows, BORDERS, { ...OPTIONS, methods });
    expect(Object.keys(crossed)).toEqual(methods);
    for (const figures of Object.values(crossed)) {
      expect(Object.values(figures).every(Number.isFinite)).toBe(true);
    }
    expect(crossed['isolation forest']['ROC AUC']).toBeGreaterThan(0.7);
  });

  it('learns nothing from the events that it judges but the threshold', async () => {
    const nSeen = indexAtTime(rows, BORDERS.validationFrom);
    const relabelled = { ...rows, labels: rows.labels.map((label, i) => (i < nSeen ? 0 : label)) };
    const forest = { ...OPTIONS, methods: ['isolation forest', 'attack share of the call'] };
    const once = await crossedThreats(other, rows, BORDERS, forest);
    expect(await crossedThreats(other, relabelled, BORDERS, forest)).toEqual(once);
  });

  it('refuses events without a class that a network needs', async () => {
    const calm = { ...other, labels: other.labels.map((label) => (label === 3 ? 0 : label)) };
    const network = { ...OPTIONS, methods: ['LSTM'] };
    await expect(crossedThreats(calm, rows, BORDERS, network)).rejects.toThrow(
      'got none of Data Exfiltration',
    );
  });

  it('leaves a group out', () => {
    const [group] = rows.groups;
    const kept = withoutGroup(rows, group);
    const nOf = rows.groups.filter((own) => own === group).length;
    expect(kept.labels).toHaveLength(rows.labels.length - nOf);
    expect(kept.groups.includes(group)).toBe(false);
    const first = rows.groups.findIndex((own) => own !== group);
    const { data, nFeatures } = rows.features;
    const row = data.slice(first * nFeatures, (first + 1) * nFeatures);
    expect(kept.features.data.slice(0, nFeatures)).toEqual(row);
    expect(withoutGroup(rows, 'none')).toEqual(rows);
  });
});
