import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPng } from '../../src/plots/render/png';
import { saveFigure } from '../../src/plots/render/save-figure';
import { toSvg } from '../../src/plots/render/svg';
import { exampleFigures } from './examples';

const figures = exampleFigures();
const bars = figures['bars-horizontal'];

/** How many colours a picture has, and how much of it is not white. */
async function look(png: Uint8Array) {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const pixels = new Uint32Array(data.buffer);
  const ink = pixels.filter((pixel) => pixel !== 0xffffffff);
  return {
    size: [image.width, image.height],
    colors: new Set(ink).size,
    ink: ink.length / pixels.length,
  };
}

describe('toPng', () => {
  it.each(Object.keys(figures))('draws %s at its own size', async (name) => {
    const { layout } = figures[name];
    const { size, colors, ink } = await look(await toPng(figures[name]));
    expect(size).toEqual([layout.width, layout.height]);
    expect(colors).toBeGreaterThan(20);
    expect(ink).toBeGreaterThan(0.02);
  });

  it('gives the same bytes for the same figure, and leaves the figure alone', async () => {
    const before = JSON.stringify(bars);
    const first = await toPng(bars);
    expect(Buffer.from(await toPng(bars)).equals(first)).toBe(true);
    expect(JSON.stringify(bars)).toBe(before);
  });

  it('takes typed arrays, traces for graphics cards and smooth heat maps', async () => {
    const layout = { width: 200, height: 150 };
    const points = { type: 'scattergl', x: Float64Array.of(1, 2), y: Float32Array.of(3, 4) };
    const smooth = { type: 'heatmap', zsmooth: 'best', z: [[0, 1], [2, 3]] }; // biome-ignore format: a grid
    for (const trace of [points, smooth]) {
      const { ink } = await look(await toPng({ data: [trace], layout }));
      expect(ink).toBeGreaterThan(0.01);
    }
  });

  it('refuses 3-D figures and figures without a size', async () => {
    const layout = { width: 300, height: 200 };
    const surface = { data: [{ type: 'surface', z: [[1]] }], layout };
    await expect(toPng(surface)).rejects.toThrow('a figure with a surface trace must be drawn');
    const flat = { data: [], layout: { width: 300, height: 0 } };
    await expect(toPng(flat)).rejects.toThrow('layout.height must be above 0, got 0');
    await expect(toPng({} as never)).rejects.toThrow('figure must have data and layout');
  });
});

describe('toSvg', () => {
  it('draws names from logs as they are, and has fonts and clip paths that other programs read', async () => {
    const svg = await toSvg(bars);
    expect(svg).toContain('a name &#60;b&#62;far too long&#60;/b&#62; for the axis');
    expect(svg).not.toMatch(/TOBESTRIPPED|url\(['"&]/);
  });

  it('keeps all texts inside the picture', async () => {
    const { data, layout } = bars;
    const svg = await toSvg({ data, layout: { ...layout, width: 500 } });
    const labels = [...svg.matchAll(/class="ytick"><text text-anchor="end" x="([\d.]+)"/g)];
    expect(labels).toHaveLength(3);
    expect(Number(labels[0][1])).toBeGreaterThan(200);
  });
});

describe('saveFigure', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anomaly-lab-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the form that the ending names', async () => {
    const starts = { json: '{', svg: '<svg', png: '\u0089PNG', html: '<!DOCTYPE html>' };
    for (const [ending, start] of Object.entries(starts)) {
      const path = join(folder, 'made', `figure.${ending}`);
      await saveFigure(bars, path);
      expect(readFileSync(path, 'latin1').slice(0, start.length)).toBe(start);
    }
    const json = readFileSync(join(folder, 'made', 'figure.json'), 'utf8');
    expect(JSON.parse(json)).toEqual(bars);
  });

  it('refuses other endings', async () => {
    await expect(saveFigure(bars, 'figure.gif')).rejects.toThrow(
      'path must end in .json, .svg, .png or .html, got figure.gif',
    );
  });
});
