import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/matrix';
import { beeswarmPlot } from '../../src/plots/contributions/beeswarm-plot';
import { importancePlot } from '../../src/plots/contributions/importance-plot';
import { shapBarPlot } from '../../src/plots/contributions/shap-bar-plot';
import { waterfallPlot } from '../../src/plots/contributions/waterfall-plot';
import { describeFigure } from '../../src/plots/describe';
import { intervalPlot } from '../../src/plots/interval-plot';
import { toSvg } from '../../src/plots/render/svg';
import { explained, explanationFigures, FEATURES } from './explanation-examples';

const names = ['hour', 'bytes'];
const contributions = matrix([[1, -3], [-1, 0]]); // biome-ignore format: a grid
const samples = matrix([[3, 900], [5, 10]]); // biome-ignore format: a grid
const importance = {
  baseline: 0.9,
  mean: Float64Array.of(0.1, 0.3),
  standardDeviation: Float64Array.of(0.01, 0.02),
};
const steps = [
  { feature: 'hour', contribution: 0.1, actual: 3, typical: 14 },
  { feature: 'bytes', contribution: -0.3, actual: null, typical: '<none>' },
  { feature: 'user', contribution: 0.5 },
];

describe('figures that explain refuse', () => {
  it.each([
    ['features must have 2 entries, got 1', () => shapBarPlot(['a'], contributions)],
    ['contributions must not be empty', () => shapBarPlot([], matrix([]))],
    ['contributions must be finite, got NaN', () => shapBarPlot(['a'], matrix([[NaN]]))],
    ['nTop must be an integer of at least 1', () => shapBarPlot(names, contributions, { nTop: 0 })],
    ['option must be', () => shapBarPlot(names, contributions, { top: 1 } as never)],
    ['samples must be 2 as', () => beeswarmPlot(names, contributions, matrix([[1, 2]]))],
    ['samples must have 2 features', () => beeswarmPlot(names, contributions, matrix([[1], [2]]))],
    [
      'must be finite, got NaN',
      () =>
        beeswarmPlot(
          names,
          contributions,
          matrix([
            [1, NaN],
            [1, 2],
          ]),
        ),
    ],
    ['contributions must not be empty', () => waterfallPlot([], 0)],
    ['contributions must be finite', () => waterfallPlot([{ ...steps[0], contribution: NaN }], 0)],
    ['baseValue must be finite, got NaN', () => waterfallPlot(steps, NaN)],
    ['features must have 2 entries, got 1', () => importancePlot(['a'], importance)],
    [
      'interval 0 must hold',
      () => importancePlot(names, { ...importance, standardDeviation: Float64Array.of(NaN, NaN) }),
    ],
  ])('%s', (message, draw) => {
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(message);
  });
});

describe('shapBarPlot', () => {
  it('has the mean absolute contributions, the highest first, and says what is left out', () => {
    const [trace] = shapBarPlot(names, contributions).data;
    expect(trace).toMatchObject({ x: [1.5, 1], orientation: 'h' });
    const { layout } = shapBarPlot(names, contributions, { nTop: 1 });
    expect(layout['title']).toMatchObject({
      subtitle: { text: '1 of 2 features, by mean absolute contribution' },
    });
  });
});

describe('beeswarmPlot', () => {
  it('has a row a feature, coloured by its own values', () => {
    const { data } = beeswarmPlot(names, contributions, samples);
    expect(data.map(({ name, x, customdata }) => [name, x, customdata])).toEqual([
      ['bytes', [-3, 0], [900, 10]],
      ['hour', [-1, 1], [5, 3]],
    ]);
    expect(data[0]['marker']).toMatchObject({ color: [1, 0] });
  });

  it('colours a constant feature in the middle, and draws contributions that are all 0', () => {
    const { data } = beeswarmPlot(['a'], matrix([[0], [0]]), matrix([[7], [7]]));
    expect(data[0]['marker']).toMatchObject({ color: [0.5, 0.5] });
    expect(beeswarmPlot(['a'], matrix([[2]]), matrix([[7]])).data[0]['y']).toEqual([0]);
  });

  it('keeps the ends of each row of many samples', () => {
    const many = explained(20_000);
    const { data } = beeswarmPlot(FEATURES, many.contributions, many.samples, { nTop: 1 });
    const drawn = data[0]['x'] as number[];
    const all = Array.from(many.contributions.data).filter((_, i) => i % FEATURES.length === 0);
    expect(drawn).toHaveLength(3600);
    expect(drawn[0]).toBeCloseTo(Math.min(...all), 5);
    expect(drawn.at(-1)).toBeCloseTo(Math.max(...all), 5);
  });
});

describe('waterfallPlot', () => {
  it('leads from the base value to the score, the largest step on top', () => {
    const figure = waterfallPlot(steps, 0.4);
    expect(figure.data[0]).toMatchObject({ base: 0.4, x: [0.1, -0.3, 0.5] });
    expect(describeFigure(figure)).toContain('From 0.4 to 0.7: user +0.5, bytes −0.3, hour +0.1.');
  });

  it('sums what is not shown, and writes values beside the names', () => {
    const { data, layout } = waterfallPlot(steps, 0.4, { nTop: 1 });
    expect(data[0]['x']).toEqual([-0.2, 0.5]);
    const { ticktext } = layout['yaxis'] as { ticktext: string[] };
    expect(ticktext[0]).toBe('2 other features');
    const all = waterfallPlot(steps, 0.4, { nTop: 2 }).layout['yaxis'] as { ticktext: string[] };
    expect(all.ticktext[1]).toContain('missing, usually &lt;none&gt;');
    expect(all.ticktext[2]).toBe('user');
  });
});

describe('importancePlot', () => {
  it('has the loss with its spread, the highest first', () => {
    const { data, layout } = importancePlot(names, importance, { metricName: 'ROC AUC' });
    expect(data[0]).toMatchObject({ x: [0.3, 0.1], error_x: { array: [0.02, 0.01] } });
    expect(layout['xaxis']).toMatchObject({
      title: { text: 'Loss of ROC AUC when the feature is shuffled' },
    });
  });
});

describe('long names', () => {
  const figures = explanationFigures(60);

  it.each(['beeswarm', 'shap-bars', 'waterfall', 'importance'])('are whole in %s', async (name) => {
    const svg = await toSvg(figures[name]);
    const texts = [...svg.matchAll(/>([^<>]*)<\/t/g)].map(([, text]) => text).join('');
    expect(texts).toContain('distinct_source_addresses_of_the_');
    expect(texts).toContain('last_24_hours');
    expect(texts).not.toContain('…');
  });

  it('are whole beside intervals', () => {
    const name = 'transformer over the whole session − transformer on one event, subtle attacks';
    const entry = { name, estimate: 0, lower: 0, upper: 0 };
    const { ticktext } = intervalPlot([entry]).layout['yaxis'] as { ticktext: string[] };
    expect(ticktext[0].replaceAll('<br>', ' ')).toBe(name);
  });
});
