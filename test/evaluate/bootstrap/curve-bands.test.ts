import { describe, expect, it } from 'vitest';
import { precisionRecallBand, rocBand } from '../../../src/evaluate/bootstrap/curve-bands';
import { createResampler } from '../../../src/evaluate/bootstrap/resampler';
import { quantileOfSorted } from '../../../src/features/quantile';
import { precisionRecallCurve } from '../../../src/metrics/precision-recall';
import { rocCurve } from '../../../src/metrics/roc';
import { rocPlot } from '../../../src/plots/roc-plot';
import { createRandom } from '../../../src/random';

const random = createRandom(1);
const labels = Int32Array.from({ length: 300 }, (_, i) => (i % 6 === 0 ? 1 : 0));
/** Rounded, so that many are equal. */
const scores = Float64Array.from(labels, (label) => Number(random.normal(1.3 * label).toFixed(1)));
const options = { nResamples: 40, seed: 9 };

/** The heights of curves of the same resamples, drawn slowly. */
function slowly(heightsOf: (labels: number[], scores: number[], at: number) => number) {
  const draw = createResampler(labels, {}, createRandom(options.seed));
  const draws = Array.from({ length: options.nResamples }, () => Array.from(draw()));
  return (at: number) =>
    Float64Array.from(draws, (drawn) =>
      heightsOf(
        drawn.map((i) => labels[i]),
        drawn.map((i) => scores[i]),
        at,
      ),
    ).sort();
}

function truePositiveRate(drawn: number[], own: number[], at: number): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(drawn, own);
  const left = x.findLastIndex((rate) => rate <= at);
  if (left === x.length - 1) return 1;
  return y[left] + ((y[left + 1] - y[left]) * (at - x[left])) / (x[left + 1] - x[left]);
}

function precision(drawn: number[], own: number[], at: number): number {
  const curve = precisionRecallCurve(drawn, own);
  const reached = curve.recall.subarray(0, -1).findLastIndex((recall) => recall >= at);
  return curve.precision[reached];
}

describe.each([
  { name: 'rocBand', bandOf: rocBand, heightOf: truePositiveRate },
  { name: 'precisionRecallBand', bandOf: precisionRecallBand, heightOf: precision },
])('$name', ({ bandOf, heightOf }) => {
  it('is what curves of the resamples say', () => {
    const band = bandOf(labels, scores, { ...options, level: 0.8 });
    const heightsAt = slowly(heightOf);
    for (const i of [0, 1, 17, 100, 163, 200]) {
      const heights = heightsAt(band.positions[i]);
      expect(band.lower[i]).toBeCloseTo(quantileOfSorted(heights, 0.1), 10);
      expect(band.upper[i]).toBeCloseTo(quantileOfSorted(heights, 0.9), 10);
    }
    expect(band.level).toBe(0.8);
  });

  it('is the same for a seed and another for another', () => {
    const lower = (seed: number) => Array.from(bandOf(labels, scores, { ...options, seed }).lower);
    expect(lower(1)).toEqual(lower(1));
    expect(lower(1)).not.toEqual(lower(2));
  });

  it('is a line where all scores are equal', () => {
    const { lower, upper, positions } = bandOf(
      labels,
      labels.map(() => 1),
      { nResamples: 20, stratified: true },
    );
    expect(Array.from(lower)).toEqual(Array.from(upper));
    const expected = bandOf === rocBand ? positions[50] : 1 / 6;
    expect(lower[50]).toBeCloseTo(expected, 12);
  });

  it.each([
    ['labels must hold both 0 and 1', () => bandOf([1, 1], [1, 2])],
    ['labels[0] must be 0 or 1, got 2', () => bandOf([2, 1], [1, 2])],
    ['labels must not be empty', () => bandOf([], [])],
    ['scores[1] must be finite, got NaN', () => bandOf([0, 1], [1, NaN])],
    ['scores must be as many as labels, 2, got 1', () => bandOf([0, 1], [1])],
    [
      'nResamples must be an integer of at least 1',
      () => bandOf([0, 1], [1, 2], { nResamples: 0 }),
    ],
    ['level must be in (0, 1), got 1', () => bandOf([0, 1], [1, 2], { level: 1 })],
    ['option must be', () => bandOf([0, 1], [1, 2], { method: 'bca' } as never)],
  ])('refuses: %s', (message, draw) => {
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(message);
  });
});

describe('curves with bands', () => {
  const curve = rocCurve(labels, scores);
  const band = rocBand(labels, scores, options);

  it('have the bands behind them, named once', () => {
    const entries = ['a', 'b', 'c'].map((name, i) => ({ name, curve, ...(i > 0 && { band }) }));
    const { data } = rocPlot(entries);
    expect(data.map(({ name }) => name)).toEqual([
      '95 % interval',
      '95 % interval',
      ...['a', 'b', 'c', 'chance, AUC 0.5'],
    ]);
    expect(data.map(({ showlegend }) => showlegend).slice(0, 2)).toEqual([true, false]);
    expect(data[0]['fillcolor']).toBe((data[3]['line'] as { color: string }).color);
  });

  it('refuse bands of other lengths', () => {
    const short = { ...band, upper: [1] };
    expect(() => rocPlot([{ name: 'a', curve, band: short }])).toThrow(
      'upper of the band of a must have 201 entries, got 1',
    );
  });

  it('say the interval of the area', () => {
    const auc = { estimate: 0.9, lower: 0.85, upper: 0.94 };
    const [line] = rocPlot([{ name: 'a', curve, auc }]).data;
    expect(line['name']).toBe('a, AUC 0.900 (0.850 to 0.940)');
  });
});
