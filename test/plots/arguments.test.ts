import { describe, expect, it } from 'vitest';
import { barPlot } from '../../src/plots/bar-plot';
import { confusionHeatmap } from '../../src/plots/confusion-heatmap';
import { describeFigure } from '../../src/plots/describe';
import { formatNumber, roundNumber, shorten } from '../../src/plots/format';
import { heatmapPlot } from '../../src/plots/heatmap-plot';
import { histogramPlot } from '../../src/plots/histogram-plot';
import { operatingPoint } from '../../src/plots/operating-point';
import { precisionRecallPlot } from '../../src/plots/precision-recall-plot';
import { rocPlot } from '../../src/plots/roc-plot';
import { scatterPlot } from '../../src/plots/scatter-plot';
import { scoresOverTimePlot } from '../../src/plots/scores-over-time-plot';

const pair = { falsePositiveRate: [0, 1], truePositiveRate: [0] };

describe('figures refuse', () => {
  it.each([
    ['values must not be empty', () => histogramPlot([])],
    ['values must be finite, got NaN at index 1', () => histogramPlot([1, NaN])],
    ['a must be finite, got', () => histogramPlot([{ name: 'a', values: [Infinity] }])],
    ['threshold must be positive', () => histogramPlot([1, 2], { xScale: 'log', threshold: 0 })],
    ['names must have 2 entries, got 1', () => barPlot(['a'], [1, 2])],
    ['interval 0 must hold 1, got [2, 3]', () => barPlot(['a'], [1], { intervals: [[2, 3]] })],
    ['row 1 must have 2 entries, got 1', () => heatmapPlot([[1, 2], [3]])],
    ['a heat map must have 1 to 20000 cells, got 0', () => heatmapPlot([])],
    ['colorScale must be', () => heatmapPlot([[1]], { colorScale: 'Reds' as never })],
    [
      'counts must have 2 entries, got 1',
      () => confusionHeatmap({ classes: [0, 1], counts: [[1]] }),
    ],
    ['entries must not be empty', () => rocPlot([])],
    ['entries must not be empty', () => precisionRecallPlot([])],
    ['truePositiveRate of x must have 2', () => rocPlot([{ name: 'x', curve: pair }])],
    ['scores must have 2 entries, got 1', () => scoresOverTimePlot([1, 2], [1])],
    ['times must be finite, got NaN at index 0', () => scoresOverTimePlot([NaN], [1])],
    ['y must have 1 entries, got 2', () => scatterPlot([1], [1, 2])],
  ])('%s', (message, draw) => {
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(message);
  });
});

describe('curves', () => {
  const labels = [0, 1];
  it.each([
    ['rocPlot', rocPlot, 'rocCurve'],
    ['precisionRecallPlot', precisionRecallPlot, 'precisionRecallCurve'],
  ])('%s refuses labels and whatever else is no curve', (_, draw, maker) => {
    for (const entries of [labels, [{ name: 'a' }], [{ name: 'a', curve: labels }], [null]]) {
      expect(() => draw(entries as never)).toThrow(
        new TypeError(`entry 0 must have a curve, as ${maker} makes it`),
      );
    }
    for (const nothing of [undefined, null, 5]) {
      expect(() => draw(nothing as never)).toThrow('entries must be a list, got');
    }
  });
});

describe('figures', () => {
  it('put times in order, mark flagged scores and leave gaps for missing ones', () => {
    const { data } = scoresOverTimePlot([3, 1, 2], [0.9, 0.1, NaN], { threshold: 0.9 });
    expect(data[0]).toMatchObject({ x: [1, 2, 3], y: [0.1, null, 0.9] });
    expect(data[1]).toMatchObject({ x: [3], y: [0.9], name: '1 flagged' });
  });

  it('shade labelled runs, and mark them where there are too many', () => {
    const times = Array.from({ length: 1000 }, (_, i) => i);
    const runs = times.map((i) => (i >= 100 && i < 200 ? 1 : 0));
    const shaded = scoresOverTimePlot(times, times, { labels: runs });
    expect(shaded.layout['shapes']).toMatchObject([{ x0: 100, x1: 199, type: 'rect' }]);
    const scattered = scoresOverTimePlot(times, times, { labels: times.map((i) => i % 2) });
    expect(scattered.layout['shapes']).toEqual([]);
    expect(scattered.data[1]).toMatchObject({ name: 'labelled anomaly' });
  });

  it('colour a confusion matrix by the share of the true class', () => {
    const counts = [
      [90, 10],
      [1, 3],
    ];
    const [trace] = confusionHeatmap({ classes: Int32Array.of(0, 1), counts }).data;
    expect(trace['z']).toEqual([
      [0.9, 0.1],
      [0.25, 0.75],
    ]);
    expect(trace['text']).toEqual([
      ['90<br>90.0 %', '10<br>10.0 %'],
      ['1<br>25.0 %', '3<br>75.0 %'],
    ]);
  });

  it('lay anomalies on top of pale normal points, and count both', () => {
    const { data } = scatterPlot([1, 2, 3], [1, 1, 1], { labels: [1, 0, 0] });
    expect(data.map(({ name }) => name)).toEqual(['normal (2)', 'anomaly (1)']);
    const [normal, anomaly] = data.map(({ marker }) => marker as Record<string, number>);
    expect(anomaly['size']).toBeGreaterThan(normal['size']);
    expect(anomaly['opacity']).toBeGreaterThan(normal['opacity']);
  });

  it('sort bars by value with their intervals, if asked to', () => {
    const intervals = [[0, 2], [4, 6], [2, 3]] as const; // biome-ignore format: a list
    const [trace] = barPlot(['a', 'b', 'c'], [1, 5, 3], { intervals, sort: 'descending' }).data;
    expect(trace).toMatchObject({
      y: [5, 3, 1],
      error_y: { arrayminus: [1, 1, 1], array: [1, 0, 1] },
    });
    expect(trace['customdata']).toEqual([['b', '5'], ['c', '3'], ['a', '1']]); // biome-ignore format: a list
    expect(barPlot(['a', 'b'], [1, 5]).data[0]['y']).toEqual([1, 5]);
  });

  it('let the options win over their defaults', () => {
    const { layout } = rocPlot([{ name: 'x', curve: { ...pair, truePositiveRate: [0, 1] } }], {
      title: 'Mine',
      width: 300,
    });
    expect(layout).toMatchObject({ title: { text: 'Mine' }, width: 300, height: 500 });
  });

  it('are described by their traces where they have no sentence of their own', () => {
    const layout = { width: 10, height: 10 };
    expect(describeFigure({ data: [{ type: 'pie', values: [1, 2] }], layout })).toBe(
      'Figure\npie, 2 points.',
    );
  });
});

describe('the operating point', () => {
  it('is the lowest threshold that is not below the given one, in any order', () => {
    expect(operatingPoint([Infinity, 0.9, 0.5, 0.1], 0.4)).toBe(2);
    expect(operatingPoint([0.1, 0.5, 0.9], 0.5)).toBe(1);
    expect(operatingPoint([0.1], 0.5)).toBeUndefined();
  });
});

describe('numbers and names', () => {
  it('are cut to what a reader needs', () => {
    expect([1234567, 0.95349, 1.2e-7, 0, NaN].map((value) => formatNumber(value))).toEqual([
      '1,234,567',
      '0.953',
      '1.2e-7',
      '0',
      'NaN',
    ]);
    expect([1 / 3, 123456789, Infinity].map(roundNumber)).toEqual([0.3333333, 123456789, null]);
    expect(shorten('abcdefghij', 5)).toBe('ab…ij');
  });
});
