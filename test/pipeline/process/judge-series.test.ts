import { describe, expect, it } from 'vitest';
import { blindFlags } from '../../../src/pipeline/process/blind-flags';
import { judgeSeriesFlags, judgeSeriesScores } from '../../../src/pipeline/process/judge-series';
import { thresholdsOf } from '../../../src/pipeline/process/thresholds';
import { createRandom } from '../../../src/random';

const labels = [0, 0, 1, 1, 0, 0, 0, 1, 1, 0];

describe('judgeSeriesFlags', () => {
  it('counts attacks found, their delay, and alarms an hour', () => {
    const figures = judgeSeriesFlags(labels, [1, 0, 0, 1, 0, 1, 0, 0, 0, 0], 10);
    expect(figures).toMatchObject({ nFound: 1, nAttacks: 2, delaySeconds: 10 });
    expect(figures.falseAlarmsPerHour).toBeCloseTo(2 / (60 / 3600), 10);
    expect(figures.precision).toBeCloseTo(1 / 3, 10);
    expect(figures.recall).toBe(0.25);
  });

  it('has no delay where nothing was found', () => {
    const figures = judgeSeriesFlags(labels, new Int32Array(10));
    expect(figures).toMatchObject({ nFound: 0, delaySeconds: null, f1: 0, eTaF1: 0 });
    expect(Object.values(figures).some(Number.isNaN)).toBe(false);
  });

  it('refuses labels of one class and a step of 0', () => {
    expect(() => judgeSeriesFlags([1, 1], [1, 0])).toThrow(
      'labels must hold both 0 and 1, got only 1',
    );
    expect(() => judgeSeriesFlags([0, 0], [1, 0])).toThrow('labels must hold at least one 1');
    expect(() => judgeSeriesFlags(labels, labels, 0)).toThrow('stepSeconds');
    expect(() => judgeSeriesFlags(labels, [1])).toThrow('predictions must be as many as labels');
  });
});

describe('judgeSeriesScores', () => {
  it('pays labels as scores in full', () => {
    const figures = judgeSeriesScores(labels, labels);
    for (const figure of Object.values(figures)) expect(figure).toBeCloseTo(1, 6);
    expect(() =>
      judgeSeriesScores(
        labels,
        labels.map(() => Number.NaN),
      ),
    ).toThrow('finite');
  });
});

describe('blindFlags', () => {
  it('are paid by point adjustment what no detector has earned', () => {
    const long = Int32Array.from({ length: 3000 }, (_, i) => (i % 1000 > 600 ? 1 : 0));
    const [spikes, random, always] = blindFlags(long, 1).map(({ flags }) =>
      judgeSeriesFlags(long, flags),
    );
    expect(spikes.pointAdjustedF1).toBeGreaterThan(0.9);
    expect(spikes.eTaF1).toBe(0);
    expect(random.recall).toBeCloseTo(0.4, 1);
    expect(always).toMatchObject({ recall: 1, nFound: 3, delaySeconds: 0 });
    expect(() => blindFlags([])).toThrow('labels must not be empty');
  });
});

describe('thresholdsOf', () => {
  const random = createRandom(1);
  const normal = Float64Array.from({ length: 2000 }, () => random.normal());

  it('looks at labels for the best G-mean only', () => {
    const a = thresholdsOf(normal, [0, 0, 1], [1, 2, 3]);
    const b = thresholdsOf(normal, [0, 0, 1], [5, 6, 7]);
    expect([a['best G-mean'], b['best G-mean']]).toEqual([3, 7]);
    expect(a['mean + 3σ']).toBe(b['mean + 3σ']);
    expect(a.POT).toBe(b.POT);
    expect(a['mean + 3σ']).toBeCloseTo(3, 0);
  });

  it('leaves POT out where there is no tail', () => {
    const flat = thresholdsOf(new Float64Array(50), [0, 1], [0, 1]);
    expect(flat).toEqual({ 'best G-mean': 1, 'mean + 3σ': 0 });
    expect(() => thresholdsOf(new Float64Array(0), [0, 1], [0, 1])).toThrow();
    expect(() => thresholdsOf(normal, [0, 0], [0, 1])).toThrow('only 0');
  });
});
