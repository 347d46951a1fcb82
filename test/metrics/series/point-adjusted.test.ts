import { describe, expect, it } from 'vitest';
import { f1 } from '../../../src/metrics/binary';
import { blindSpikes } from '../../../src/metrics/series/blind';
import { pointAdjustedF1 } from '../../../src/metrics/series/point-adjusted';
import { refusesBadInput } from './bad-input';
import { seriesCases } from './golden';
import { haiAttacks } from './hai-attacks';

const hai = haiAttacks();

describe('pointAdjustedF1', () => {
  it('stands in the documentation', () => {
    expect(pointAdjustedF1([0, 1, 1, 1], [1, 0, 1, 0]).recall).toBe(1);
  });

  it.each(seriesCases)(
    "is TSB-AD's: $name",
    ({ labels, predictions, pointAdjustedF1: expected }) => {
      expect(pointAdjustedF1(labels, predictions).f1).toBeCloseTo(expected, 12);
    },
  );

  it.skipIf(!hai)('pays a blind spike every 300 s on HAI 20.07 as published', () => {
    const spikes = blindSpikes(hai!.labels.length, 300);
    expect(pointAdjustedF1(hai!.labels, hai!.rnnV1, { every: 300 }).blind.f1).toBeCloseTo(0.949, 3);
    expect(f1(hai!.labels, spikes)).toBeCloseTo(0.006, 3);
    expect(f1(hai!.labels, hai!.rnnV1)).toBeCloseTo(0.767, 3);
    expect(f1(hai!.labels, hai!.rnnV2)).toBeCloseTo(0.362, 3);
    expect(f1(hai!.labels, hai!.iforest)).toBeCloseTo(0.101, 3);
  });

  it('always says what a blind detector gets, spikes as far apart as the median event is long', () => {
    const labels = [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1];
    const { blind, f1: own } = pointAdjustedF1(labels, labels);
    expect(own).toBe(1);
    expect(blind.every).toBe(3);
    expect(blind.f1).toBe(pointAdjustedF1(labels, blindSpikes(16, 3)).f1);
  });

  refusesBadInput(pointAdjustedF1);

  it('refuses spikes that are not whole samples apart', () => {
    expect(() => pointAdjustedF1([1], [1], { every: 0.5 })).toThrow(
      'every must be an integer of at least 1, got 0.5',
    );
    expect(() => pointAdjustedF1([1], [1], { spikes: 1 } as object)).toThrow('option must be');
  });
});
