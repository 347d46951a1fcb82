import { describe, expect, it } from 'vitest';
import { confusionHeatmap } from '../../src/plots/confusion-heatmap';
import { heatmapPlot } from '../../src/plots/heatmap-plot';

const BLACK = '#000000';
const WHITE = '#FFFFFF';

describe('text in the cells of a heat map', () => {
  it('is black on pale and mid colours, and white on dark ones', () => {
    for (const colorScale of ['Blues', 'Greens', 'Oranges'] as const) {
      const [, texts] = heatmapPlot([[0, 0.4, 0.6, 0.8, 1]], { colorScale }).data;
      expect(texts['textfont'], colorScale).toMatchObject({
        color: [BLACK, BLACK, BLACK, WHITE, WHITE],
      });
    }
  });

  it('stands at its cell', () => {
    const counts = [[9, 1], [2, 8]]; // biome-ignore format: a grid
    const [, texts] = confusionHeatmap({ classes: [0, 1], counts }).data;
    expect(texts).toMatchObject({
      x: [0, 1, 0, 1],
      y: [0, 0, 1, 1],
      text: ['9<br>90.0 %', '1<br>10.0 %', '2<br>20.0 %', '8<br>80.0 %'],
    });
  });

  it('is blank where there is no value, and black where all are equal', () => {
    const [, texts] = heatmapPlot([[2, Number.NaN]]).data;
    expect(texts).toMatchObject({ text: ['2', ''], textfont: { color: [BLACK, BLACK] } });
  });

  it('is left out where it does not fit', () => {
    const tall = Array.from({ length: 200 }, (_, i) => [i]);
    expect(heatmapPlot(tall).data).toHaveLength(1);
  });
});
