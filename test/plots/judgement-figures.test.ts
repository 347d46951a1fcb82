import { describe, expect, it } from 'vitest';
import { calibrationPlot } from '../../src/plots/calibration-plot';
import { criticalDifferencePlot } from '../../src/plots/critical-difference-plot';
import { describeFigure } from '../../src/plots/describe';
import { scoreHistogramPlot } from '../../src/plots/score-histogram-plot';
import { seriesPlot } from '../../src/plots/series-plot';
import { type WeeklyLine, weeklyPlot } from '../../src/plots/weekly-plot';

const curve = { predicted: [0.1, 0.8], observed: [0, 0.75], nSamples: [40, 8] };
const entry = { name: 'a', curve };
const channel = { name: 'Flow (m³/h)', values: [1, 2, 3, 4, 5, 6] };
const times = [0, 1, 2, 3, 4, 5];
const test = {
  averageRanks: { forest: 1.2, knn: 1.9, hbos: 2.9 },
  criticalDifference: 0.9,
  groups: [['forest', 'knn']],
};

describe('figures that judge refuse', () => {
  it.each([
    ['entries must not be empty', () => calibrationPlot([])],
    ['predicted of a must not be empty', () => calibrationPlot([{ ...entry, curve: none }])],
    [
      'observed of a must have 2 entries, got 1',
      () => calibrationPlot([{ ...entry, curve: { ...curve, observed: [0] } }]),
    ],
    [
      'shares of a must be in [0, 1], got 1.5',
      () => calibrationPlot([{ ...entry, curve: { ...curve, predicted: [0.1, 1.5] } }]),
    ],
    [
      'nSamples of a must be above 0, got 0',
      () => calibrationPlot([{ ...entry, curve: { ...curve, nSamples: [0, 1] } }]),
    ],
    ['scores must have 1 entries, got 2', () => scoreHistogramPlot([1, 2], { labels: [0] })],
    ['values must be positive on a log', () => scoreHistogramPlot([0, 2], { xScale: 'log' })],
    ['anomaly must be finite', () => scoreHistogramPlot([0, NaN], { labels: [0, 1] })],
    ['channels must be 1 to 12, got 0', () => seriesPlot(times, [])],
    ['times must not be empty', () => seriesPlot([], [channel])],
    ['values of Flow (m³/h) must have 1 entries, got 6', () => seriesPlot([0], [channel])],
    ['flags must have 6 entries', () => seriesPlot(times, [channel], { flags: [1] })],
    [
      'flags[0] must be 0 or 1, got 2',
      () => seriesPlot(times, [channel], { flags: [2, 0, 0, 0, 0, 0] }),
    ],
    [
      'timeUnit must be ms or samples',
      () => seriesPlot(times, [channel], { timeUnit: 'days' as never }),
    ],
    ['option must be', () => seriesPlot(times, [channel], { score: times } as never)],
    ['lines must not be empty', () => weeklyPlot([])],
    ['values of a must have 2 entries, got 1', () => weeklyOf([1, 2], [1])],
    ['values of a must not be empty', () => weeklyOf([null, null])],
    ['values of a must be finite, got NaN at index 1', () => weeklyOf([1, NaN])],
    ['interval of a must hold 2, got [3, 4]', () => weeklyOf([week(2, 3, 4)])],
    ['interval of a must hold 2, got [NaN, 4]', () => weeklyOf([week(2, NaN, 4)])],
    ['upper of the band of a must be finite', () => weeklyOf([week(2, 1, Infinity)])],
    ['color of a must be an integer', () => weeklyPlot([{ name: 'a', values: [1], color: -1 }])],
    ['firstWeek must be an integer', () => weeklyPlot([weekly], { firstWeek: 0.5 })],
    [
      'range must be two ends, the lower first, got 1,1',
      () => weeklyPlot([weekly], { range: [1, 1] }),
    ],
    [
      'week of jump must be finite',
      () => weeklyPlot([weekly], { marks: [{ week: NaN, name: 'jump' }] }),
    ],
    ['option must be', () => weeklyPlot([weekly], { weeks: 3 } as never)],
    [
      'detectors must be at least 2, got 1',
      () => criticalDifferencePlot({ ...test, averageRanks: { a: 1 } }),
    ],
    [
      'criticalDifference must be finite',
      () => criticalDifferencePlot({ ...test, criticalDifference: NaN }),
    ],
  ])('%s', (message, draw) => {
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(message);
  });
});

const week = (estimate: number, lower: number, upper: number) => {
  return { estimate, lower, upper, level: 0.95 };
};
const weekly: WeeklyLine = { name: 'a', values: [week(2, 1, 3), 4, null, week(3, 2, 3)] };
const weeklyOf = (...values: WeeklyLine['values'][]) =>
  weeklyPlot(values.map((own) => ({ name: 'a', values: own })));

const none = { predicted: [], observed: [], nSamples: [] };

describe('calibrationPlot', () => {
  it('has Wilson intervals: 0 of 40 may be 8.8 %, 6 of 8 are 40.9 % to 92.9 %', () => {
    const { array, arrayminus } = calibrationPlot([entry]).data[1]['error_y'] as {
      array: number[];
      arrayminus: number[];
    };
    expect(array[0]).toBeCloseTo(0.0876, 4);
    expect(arrayminus[0]).toBe(0);
    expect(0.75 + array[1]).toBeCloseTo(0.9285, 4);
    expect(0.75 - arrayminus[1]).toBeCloseTo(0.4093, 4);
  });

  it('says the expected calibration error', () => {
    expect(describeFigure(calibrationPlot([entry]))).toContain(
      'a, 2 bins, expected calibration error 0.0917.', // (40 * 0.1 + 8 * 0.05) / 48
    );
  });
});

describe('scoreHistogramPlot', () => {
  it('parts the classes and counts what is flagged', () => {
    const labels = [0, 0, 0, 1, 1];
    const figure = scoreHistogramPlot([1, 2, 5, 4, 9], { labels, threshold: 4 });
    expect(figure.data.map(({ name }) => name)).toEqual(['normal', 'anomaly']);
    expect(describeFigure(figure)).toContain('Flagged: 1 of 3 normal, 2 of 2 anomaly.');
  });

  it('is one group of counts without labels, and has only the classes there are', () => {
    expect(scoreHistogramPlot([1, 2]).layout['yaxis']).toMatchObject({
      title: { text: 'Samples' },
    });
    const { data } = scoreHistogramPlot([1, 2], { labels: [1, 1] });
    expect(data.map(({ name }) => name)).toEqual(['anomaly']);
  });
});

describe('seriesPlot', () => {
  const options = {
    labels: [0, 1, 0, 0, 1, 1],
    scores: [0.1, 0.2, 0.1, 0.1, 0.2, 0.9],
    threshold: 0.9,
  };

  it('says which events were found', () => {
    const { layout } = seriesPlot(times, [channel], options);
    const shapes = layout['shapes'] as Record<string, unknown>[];
    expect(shapes.map(({ name }) => name)).toEqual([
      ...['event, missed (1)', 'event, found (1)', 'threshold 0.9'],
    ]);
    expect(shapes.map(({ yref }) => yref)).toEqual(['paper', 'paper', 'y2']);
  });

  it('marks what is flagged on every panel, once in the legend', () => {
    const { data } = seriesPlot(times, [channel], options);
    const flagged = data.filter(({ name }) => name === '1 flagged');
    expect(flagged).toMatchObject([
      { yaxis: 'y', x: [5], y: [6], showlegend: true },
      { yaxis: 'y2', x: [5], y: [0.9], showlegend: false },
    ]);
  });

  it('takes times in any order, flags in place of scores, and no detections at all', () => {
    const flags = [0, 0, 0, 0, 0, 1];
    const turned = seriesPlot([...times].reverse(), [channel], { labels: options.labels, flags });
    const names = (figure = turned) =>
      (figure.layout['shapes'] as { name: string }[]).map(({ name }) => name);
    expect(names()).toEqual(['event, found (1)', 'event, missed (1)']);
    const plain = seriesPlot(times, [channel], { labels: options.labels });
    expect(names(plain)).toEqual(['labelled event (2)', 'labelled event (2)']);
  });

  it('leaves gaps for missing values', () => {
    const [line] = seriesPlot(times, [{ ...channel, values: [1, NaN, 3, 4, 5, 6] }]).data;
    expect(line['y']).toEqual([1, null, 3, 4, 5, 6]);
  });
});

describe('criticalDifferencePlot', () => {
  it('puts the best on the left and joins what does not differ', () => {
    const { data } = criticalDifferencePlot(test);
    const [, difference, group, ...leaders] = data;
    expect(difference['x']).toEqual([1, 1.45, 1.9]);
    expect(group['x']).toEqual([1.2, 1.9]);
    expect(leaders.map(({ name, textposition }) => [name, textposition])).toEqual([
      ['forest', 'middle left'],
      ['knn', 'middle left'],
      ['hbos', 'middle right'],
    ]);
  });

  it('holds a difference that is longer than the ranks', () => {
    const { layout } = criticalDifferencePlot({ ...test, criticalDifference: 5, groups: [] });
    const { range } = layout['xaxis'] as { range: [number, number] };
    expect(range[1]).toBeGreaterThan(6);
    expect(describeFigure(criticalDifferencePlot({ ...test, groups: [] }))).toContain('all differ');
  });
});

describe('weeklyPlot', () => {
  it('has bands where there are intervals, and gaps where there is no value', () => {
    const { data, layout } = weeklyPlot([{ ...weekly, name: 'a<b' }], { firstWeek: 34 });
    const [first, second, line] = data;
    expect(first).toMatchObject({ x: [34, 34], y: [3, 1], name: '95 % interval' });
    expect([first, second].map(({ showlegend }) => showlegend)).toEqual([true, false]);
    expect(line).toMatchObject({ name: 'a&lt;b', x: [34, 35, 36, 37], y: [2, 4, null, 3] });
    expect(line['customdata']).toEqual([', 1 to 3', '', '', ', 2 to 3']);
    expect(layout['yaxis']).not.toHaveProperty('range');
  });

  it('gives a method the colour that is asked for, its band as well', () => {
    const [band, , line, other] = weeklyPlot([
      { ...weekly, color: 2 },
      { ...weekly, values: [1, 1, 1, 1] },
    ]).data;
    const { color } = line['line'] as { color: string };
    expect(band['fillcolor']).toBe(color);
    expect((other['line'] as { color: string }).color).not.toBe(color);
  });

  it('names what happens, and says means and last values', () => {
    const marks = [{ week: 35, name: 'jump' }];
    const figure = weeklyPlot([weekly], { firstWeek: 34, range: [0, 5], marks });
    expect(figure.layout).toMatchObject({
      shapes: [{ x0: 35, x1: 35, name: 'jump' }],
      yaxis: { range: [0, 5] },
    });
    expect(describeFigure(figure)).toBe('Week by week\nWeeks 34 to 37, mean of a 3, last 3.');
  });
});
