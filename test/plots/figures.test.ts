import { describe, expect, it } from 'vitest';
import { describeFigure } from '../../src/plots/describe';
import { plotlyPage } from '../../src/plots/render/plotly-page';
import { TEMPLATE } from '../../src/plots/template';
import { exampleFigures } from './examples';
import { rounded } from './rounded';

const figures = Object.entries(exampleFigures());

describe.each(figures)('figure %s', (name, figure) => {
  it('is as it was drawn before', async () => {
    await expect(rounded(figure)).toMatchFileSnapshot(`output/${name}.json`);
  });

  it('is valid to plotly.js', async () => {
    const { Plotly, parse } = await plotlyPage();
    const [data, layout] = [figure.data, figure.layout].map((part) => parse(JSON.stringify(part)));
    expect(Plotly.validate(data, layout)).toBeUndefined();
  });

  it('has a title, a fixed size, the shared template and a sentence', () => {
    const [title, sentence] = describeFigure(figure).split('\n');
    expect(title).not.toBe('Figure');
    expect(sentence).toMatch(/\.$/);
    expect(figure.layout.width).toBeGreaterThan(300);
    expect(figure.layout['template']).toBe(TEMPLATE);
  });
});

it('keeps every figure of 200,000 samples under 200 kB', () => {
  for (const [name, figure] of Object.entries(exampleFigures(200_000))) {
    expect(JSON.stringify(figure).length, name).toBeLessThan(200_000);
  }
});

it('holds nothing that JSON does not', () => {
  for (const [, figure] of figures) expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
});
