import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../src/metrics/precision-recall';
import { rocAuc } from '../../../src/metrics/roc';
import { vus } from '../../../src/metrics/series/vus';
import { createRandom } from '../../../src/random';
import { seriesCases } from './golden';

describe('vus', () => {
  it('stands in the documentation', () => {
    expect(vus([0, 0, 1, 0], [0, 0.1, 0.9, 0.2], { window: 0 }).roc).toBe(1);
  });

  it.each(seriesCases)("is that of the authors' package: $name", ({ labels, scores, vus: all }) => {
    for (const { window, nThresholds, ...expected } of all) {
      const actual = vus(labels, scores, { window, nThresholds });
      expect(actual.roc).toBeCloseTo(expected.roc, 10);
      expect(actual.pr).toBeCloseTo(expected.pr, 10);
    }
  });

  it('is the plain areas for one event of one sample and no buffer', () => {
    const labels = [0, 0, 0, 1, 0, 0];
    const scores = [0.1, 0.9, 0.3, 0.5, 0.2, 0];
    const { roc, pr } = vus(labels, scores, { window: 0 });
    expect(roc).toBeCloseTo(rocAuc(labels, scores), 12);
    expect(pr).toBeCloseTo(averagePrecision(labels, scores), 12);
  });

  it('is 1 for the labels as scores, whatever the window', () => {
    const labels = Array.from({ length: 90 }, (_, i) => (i % 30 < 7 ? 1 : 0));
    for (const window of [0, 9, 60])
      expect(vus(labels, labels, { window })).toEqual({ roc: 1, pr: 1 });
  });

  it('forgives a detector that is early, the more the wider the window', () => {
    const labels = Array.from({ length: 200 }, (_, i) => (i >= 100 && i < 120 ? 1 : 0));
    const early = labels.map((_, i) => labels[i + 5] ?? 0);
    const values = [0, 10, 20].map((window) => vus(labels, early, { window }).pr);
    expect(values[1]).toBeGreaterThan(values[0]);
    expect(values[2]).toBeGreaterThan(values[1]);
  });

  it('takes buffers wider than the series, and scores that are all equal', () => {
    const { roc, pr } = vus([0, 1, 0, 0, 1], [1, 1, 1, 1, 1], { window: 40 });
    expect(Number.isFinite(roc) && Number.isFinite(pr)).toBe(true);
    expect(vus([1, 0], [0, 1])).toEqual(vus([1, 0], [-1, 7]));
  });

  it.each([
    [50, 1, 0.94, 0.22],
    [5, 100, 0.61, 0.07],
  ])('rewards chance where %i events of %i samples are short, as it says', (n, length, roc, pr) => {
    const random = createRandom(0);
    const labels = Int32Array.from({ length: 10_000 }, (_, i) =>
      i % (10_000 / n) < length ? 1 : 0,
    );
    const chance = vus(
      labels,
      Float64Array.from(labels, () => random.uniform()),
    );
    expect(chance.roc).toBeCloseTo(roc, 1);
    expect(chance.pr).toBeCloseTo(pr, 1);
  });

  it('is quick with 440,000 samples', () => {
    const random = createRandom(1);
    const labels = Int32Array.from({ length: 440_000 }, (_, i) => (i % 11_000 < 450 ? 1 : 0));
    const scores = Float64Array.from(labels, () => random.uniform());
    const before = performance.now();
    expect(vus(labels, scores).roc).toBeGreaterThan(0.3);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('refuses what it cannot score', () => {
    expect(() => vus([], [])).toThrow('labels must not be empty, got 0 values');
    expect(() => vus([0, 0], [1, 2])).toThrow('labels must hold at least one 1 (anomaly)');
    expect(() => vus([1, 1], [1, 2])).toThrow('labels must hold both 0 and 1, got only 1');
    expect(() => vus([0, 1], [1])).toThrow('scores must be as many as labels, 2, got 1');
    expect(() => vus([0, 1], [NaN, 1])).toThrow('scores[0] must be finite, got NaN');
    expect(() => vus([0, 1], [0, 1], { window: -1 })).toThrow(
      'window must be an integer of at least 0, got -1',
    );
    expect(() => vus([0, 1], [0, 1], { nThresholds: 1 })).toThrow(
      'nThresholds must be an integer of at least 2, got 1',
    );
    expect(() => vus([0, 1], [0, 1], { width: 1 } as object)).toThrow('option must be');
  });
});
