import { describe, expect, it } from 'vitest';
import type { TrainingHistory } from '../../src/networks/training-history';
import { attentionHeadsPlot, attentionPlot, meanAttention } from '../../src/plots/attention-plot';
import { barPlot } from '../../src/plots/bar-plot';
import { describeFigure } from '../../src/plots/describe';
import { groupedBarPlot } from '../../src/plots/grouped-bar-plot';
import { histogramGrid } from '../../src/plots/histogram-grid';
import { intervalPlot } from '../../src/plots/interval-plot';
import { panelsPlot } from '../../src/plots/panels-plot';
import { reconstructionPlot } from '../../src/plots/reconstruction-plot';
import { toSvg } from '../../src/plots/render/svg';
import { trainingHistoryPlot } from '../../src/plots/training-history-plot';

const bar = { group: 'LSTM', series: 'F1', value: 0.5 };
const difference = { name: 'LSTM', estimate: 0.1, lower: 0.05, upper: 0.2 };
const history: TrainingHistory = {
  train: { recall: [0.1, 0.4], loss: [0.9, 0.5], custom: [1, 2] },
  validation: { recall: [0.2, 0.3], loss: [0.8, 0.6] },
  bestEpoch: 1,
  stopped: 'finished',
};

describe('figures of models refuse', () => {
  it.each([
    ['figures must not be empty', () => panelsPlot([])],
    [
      'nColumns must be a positive integer, got 0',
      () => panelsPlot([barPlot(['a'], [1])], { nColumns: 0 }),
    ],
    ['history must have a metric', () => trainingHistoryPlot({ ...history, train: {} })],
    ['loss must have an epoch', () => trainingHistoryPlot({ ...history, train: { loss: [] } })],
    [
      'bestEpoch must be an integer in [0, 2), got 2',
      () => trainingHistoryPlot({ ...history, bestEpoch: 2 }),
    ],
    [
      'lastEpochs must be an integer of at least 1, got 0',
      () => trainingHistoryPlot(history, { lastEpochs: 0 }),
    ],
    ['reconstruction must have 2 entries, got 1', () => reconstructionPlot([1, 2], [1])],
    ['reconstruction must be finite', () => reconstructionPlot([1], [Number.NaN])],
    ['bars must not be empty', () => groupedBarPlot([])],
    ['F1 of LSTM must come once', () => groupedBarPlot([bar, bar])],
    ['F1 of LSTM must be finite', () => groupedBarPlot([{ ...bar, value: Number.NaN }])],
    ['interval of F1 of LSTM must hold 0.5', () => groupedBarPlot([{ ...bar, lower: 0.6 }])],
    ['range must hold 0, got [0.4, 1]', () => groupedBarPlot([bar], { range: [0.4, 1] })],
    ['entries must not be empty', () => histogramGrid([], [0, 1])],
    [
      'scores of a must have 2 entries, got 1',
      () => histogramGrid([{ name: 'a', scores: [1] }], [0, 1]),
    ],
    ['entries must not be empty', () => intervalPlot([])],
    ['interval of LSTM must hold 0.1', () => intervalPlot([{ ...difference, upper: 0 }])],
    ['events must have 1 entries, got 2', () => attentionPlot([[1]], ['a', 'b'])],
    ['row 0 of weights must have 2', () => attentionPlot([[1], [1]], ['a', 'b'])],
    [
      'marked must have 1 entries, got 2',
      () => attentionPlot([[1]], ['a'], { marked: [true, false] }),
    ],
    ['row 0 of weights must be at least 0, got -1', () => attentionPlot([[-1]], ['a'])],
    ['figures must not be empty', () => attentionHeadsPlot([], ['a'])],
  ])('%s', (message, draw) => {
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(message);
  });
});

describe('trainingHistoryPlot', () => {
  it('has a panel for each metric that is there, the usual ones first', () => {
    const { layout, data } = trainingHistoryPlot(history);
    const titles = (layout['annotations'] as { text: string }[]).map(({ text }) => text);
    expect(titles).toEqual(['Loss', 'Recall', 'Custom']);
    expect(data.map(({ xaxis }) => xaxis)).toEqual(['x', 'x', 'x2', 'x2', 'x3']);
    expect(data.filter(({ showlegend }) => showlegend)).toHaveLength(2);
  });

  it('shows the last epochs only, with their own numbers', () => {
    const { data, layout } = trainingHistoryPlot(history, { lastEpochs: 1 });
    expect(data.map(({ x, y }) => [x, y])).toContainEqual([[2], [0.5]]);
    expect(data.every(({ x }) => (x as number[]).length === 1)).toBe(true);
    expect(layout['shapes']).toHaveLength(3);
    const before = trainingHistoryPlot({ ...history, bestEpoch: 0 }, { lastEpochs: 1 });
    expect(before.layout['shapes']).toHaveLength(0);
  });

  it('is one figure where there is only a loss', () => {
    const figure = trainingHistoryPlot(
      { ...history, train: { loss: [0.9, 0.5] }, validation: {} },
      { title: 'Autoencoder' },
    );
    expect(figure.layout['annotations']).toBeUndefined();
    expect(describeFigure(figure)).toBe('Autoencoder\n2 epochs, training 0.5 at the best, 2.');
  });
});

describe('panelsPlot', () => {
  it('ties lines to the axes of their own panel', () => {
    const entries = [
      { name: 'a', scores: [0, 1], threshold: 0.5 },
      { name: 'b', scores: [0, 9], threshold: 7 },
    ];
    const { layout } = histogramGrid(entries, [0, 1]);
    expect(layout['shapes']).toMatchObject([
      { xref: 'x', yref: 'y domain', x0: 0.5, showlegend: true },
      { xref: 'x2', yref: 'y2 domain', x0: 7, showlegend: false },
    ]);
    expect(layout).toMatchObject({ barmode: 'overlay', yaxis2: { anchor: 'x2' } });
  });

  it('lays panels out in rows from the top', () => {
    const { layout } = panelsPlot(Array(3).fill(barPlot(['a'], [1])), { nColumns: 2 });
    const domain = (axis: string) => (layout[axis] as { domain: [number, number] }).domain;
    expect(domain('xaxis')[1]).toBeLessThan(domain('xaxis2')[0]);
    expect(domain('yaxis')).toEqual(domain('yaxis2'));
    expect(domain('yaxis3')[1]).toBeLessThan(domain('yaxis')[0]);
  });
});

describe('intervalPlot', () => {
  it('tells higher, lower and what cannot be told', () => {
    const entries = [
      difference,
      { ...difference, name: 'touches', lower: 0 },
      { ...difference, name: 'below', lower: -2, estimate: -1, upper: -0.1 },
    ];
    const { data } = intervalPlot(entries);
    expect(data.map(({ name, y }) => [name, y])).toEqual([
      ['higher', [0]],
      ['cannot tell', [1]],
      ['lower', [2]],
    ]);
  });
});

describe('histogramGrid', () => {
  const scores = Array.from({ length: 100 }, (_, i) => i / 100);
  const labels = scores.map((score) => (score >= 0.9 ? 1 : 0));
  const heights = (unit?: 'count') => {
    const { data, layout } = histogramGrid([{ name: 'a', scores }], labels, {
      ...(unit && { unit }),
    });
    const sums = data.map(({ y }) => (y as number[]).reduce((sum, height) => sum + height, 0));
    return { sums, yTitle: (layout['yaxis'] as { title: { text: string } }).title.text };
  };

  it('draws each class as a share of its own, unless told to count', () => {
    const shares = heights();
    expect(shares.yTitle).toBe('Share of its class');
    for (const sum of shares.sums) expect(sum).toBeCloseTo(1, 5);
    expect(heights('count')).toEqual({ sums: [90, 10], yTitle: 'Samples' });
  });
});

describe('groupedBarPlot', () => {
  it('keeps the legend beside the bars, below a title of any length', async () => {
    const bars = ['accuracy', 'precision', 'recall', 'F1'].map((series) => ({ ...bar, series }));
    const svg = await toSvg(groupedBarPlot(bars, { title: 'A long title '.repeat(6) }));
    const [, left, top] = /class="legend"[^>]*translate\(([\d.]+),\s*([\d.]+)\)/.exec(svg) ?? [];
    expect(Number(top)).toBeGreaterThan(40);
    expect(Number(left)).toBeGreaterThan(550);
  });

  it('has no title beside the values unless given one', () => {
    const titleOf = (options = {}) => groupedBarPlot([bar], options).layout['yaxis'];
    expect(titleOf()).toMatchObject({ title: { text: '' } });
    expect(titleOf({ yTitle: 'Share' })).toMatchObject({ title: { text: 'Share' } });
  });
});

it('leaves a gap for a bar that is not there', () => {
  const { data } = groupedBarPlot([bar, { group: 'forest', series: 'recall', value: 0.2 }]);
  expect(data.map(({ name, x }) => [name, x])).toEqual([
    ['F1', [0]],
    ['recall', [1]],
  ]);
});

it('says what the last event attends to', () => {
  const figure = attentionPlot([[1, 0], [0.7, 0.3]], ['09:00 login', '09:05 read']); // biome-ignore format: a grid
  expect(describeFigure(figure)).toContain(
    'the last, 09:05 read, attends most to 09:00 login (0.70).',
  );
});

it('marks events, and says what the mark is', () => {
  const events = ['09:00 login', '09:05 read'];
  const options = { marked: [false, true], markedName: 'theft' };
  const figure = attentionPlot([[1, 0], [0.7, 0.3]], events, options); // biome-ignore format: a grid
  const { layout } = figure;
  expect(describeFigure(figure)).toContain('Marked as theft: 09:05 read.');
  const names = ['09:00 login', '09:05 read ●'];
  expect(layout['xaxis']).toMatchObject({ ticktext: names });
  expect(layout['yaxis']).toMatchObject({ ticktext: names });
  expect(layout['title']).toMatchObject({ subtitle: { text: '● theft' } });
});

it('has no line on marks where no event is marked', () => {
  const { layout } = attentionPlot([[1]], ['a'], { marked: [false] });
  expect(layout['title']).not.toHaveProperty('subtitle');
});

it('means the attention of heads', () => {
  const heads = [[Float32Array.of(1, 0)], [Float32Array.of(0.5, 0.5)]];
  expect(meanAttention(heads)).toEqual([[0.75, 0.25]]);
  expect(() => meanAttention([])).toThrow('heads must not be empty, got none');
});
