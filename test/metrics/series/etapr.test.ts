import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blindSpikes } from '../../../src/metrics/series/blind';
import { etapr } from '../../../src/metrics/series/etapr';
import { predicted } from '../arbitraries';
import { extremeSeries, refusesBadInput } from './bad-input';
import { seriesCases } from './golden';
import { haiAttacks } from './hai-attacks';

const hai = haiAttacks();

describe('etapr', () => {
  it('stands in the documentation', () => {
    expect(etapr([0, 1, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0]).eTaR).toBe(0.75);
  });

  it.each(seriesCases)(
    "is that of the authors' package: $name",
    ({ labels, predictions, etapr: all }) => {
      expect(all.length).toBeGreaterThan(2);
      for (const { thetaP, thetaR, delta, ...expected } of all) {
        const actual = etapr(labels, predictions, { thetaP, thetaR, delta });
        expect(actual.eTaP).toBeCloseTo(expected.eTaP, 12);
        expect(actual.eTaR).toBeCloseTo(expected.eTaR, 12);
        expect(actual.f1).toBeCloseTo(expected.f1, 12);
        expect(actual.detected.map(({ start, end }) => [start, end])).toEqual(expected.detected);
        expect(actual.correct.map(({ start, end }) => [start, end])).toEqual(expected.correct);
      }
    },
  );

  it.skipIf(!hai).each([
    ['rnnV1', 0.7714, 0.7993, 36],
    ['rnnV2', 0.5054, 0.7216, 29],
    ['iforest', 0.0037, 0.0145, 1],
  ] as const)('gives the published figures of %s on HAI 20.07', (name, eTaP, eTaR, nDetected) => {
    const actual = etapr(hai!.labels, hai![name]);
    expect(actual.eTaP).toBeCloseTo(eTaP, 4);
    expect(actual.eTaR).toBeCloseTo(eTaR, 4);
    expect(actual.detected).toHaveLength(nDetected);
  });

  it.skipIf(!hai)('gives a blind spike every 300 s nothing, in less than a second', () => {
    const spikes = blindSpikes(hai!.labels.length, 300);
    const before = performance.now();
    expect(etapr(hai!.labels, spikes)).toMatchObject({ eTaP: 0, eTaR: 0, f1: 0 });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('pays neither spikes nor one long alarm', () => {
    const labels = Array.from({ length: 1000 }, (_, i) => (i % 200 >= 150 ? 1 : 0));
    expect(etapr(labels, blindSpikes(1000, 50)).f1).toBe(0);
    expect(etapr(labels, blindSpikes(1000, 1)).f1).toBe(0);
    expect(etapr(labels, labels)).toMatchObject({ eTaP: 1, eTaR: 1, f1: 1 });
  });

  it('strikes out along a chain of any length in linear time', () => {
    const n = 400_000;
    const labels = Int32Array.from({ length: n }, (_, i) => (i % 4 < 2 ? 1 : 0));
    const predictions = Int32Array.from({ length: n }, (_, i) =>
      (i + 3) % 4 < 3 && i > 1 ? 1 : 0,
    );
    const before = performance.now();
    expect(etapr(labels, predictions, { thetaP: 0.6, thetaR: 0.9 }).eTaP).toBeLessThanOrEqual(1);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('detects at any overlap where both thetas are 0, and nothing without one', () => {
    const labels = [...Array(50).fill(1), 0, 1, 1];
    const predictions = labels.map((_, i) => (i === 49 || i === 50 ? 1 : 0));
    const { detected } = etapr(labels, predictions, { thetaP: 0, thetaR: 0 });
    expect(detected).toEqual([{ start: 0, end: 50 }]);
  });

  it.each(extremeSeries)('is a number in [0, 1] for %j and %j', (labels, predictions) => {
    const { eTaP, eTaR, f1 } = etapr(labels, predictions, { delta: 1 });
    for (const value of [eTaP, eTaR, f1]) expect(value >= 0 && value <= 1).toBe(true);
  });

  it('is a number in [0, 1] for any labels and predictions', () => {
    fc.assert(
      fc.property(predicted, ({ labels, predictions }) => {
        fc.pre(labels.includes(1));
        const { eTaP, eTaR, f1 } = etapr(labels, predictions, { delta: 0.8 });
        for (const value of [eTaP, eTaR, f1]) expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });

  refusesBadInput(etapr);

  it('refuses options out of range', () => {
    expect(() => etapr([1], [1], { thetaP: 1.5 })).toThrow('thetaP must be in [0, 1], got 1.5');
    expect(() => etapr([1], [1], { delta: NaN })).toThrow('delta must be in [0, 1], got NaN');
    expect(() => etapr([1], [1], { theta: 1 } as object)).toThrow('option must be');
  });
});
