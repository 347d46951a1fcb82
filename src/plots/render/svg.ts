import type { Data, Figure } from '../figure';
import { plainFigure } from './plain-figure';
import { plotlyPage } from './plotly-page';

/** Kinds of trace that need a graphics card or map tiles; outside a browser some never return. */
const BROWSER_ONLY = new Set([
  ...['scatter3d', 'surface', 'mesh3d', 'cone', 'streamtube', 'volume', 'isosurface'],
  ...['splom', 'parcoords', 'scattermap', 'choroplethmap', 'densitymap'],
]);

const WITHOUT_GL: Readonly<Record<string, string>> = {
  scattergl: 'scatter',
  scatterpolargl: 'scatterpolar',
};

/**
 * Renders a figure to SVG at its own size, without a browser.
 *
 * The first call in a process takes about a second more. Text is measured in this machine's fonts.
 *
 * @returns an SVG document.
 * @throws {RangeError} if a trace is 3-D or a map, or the size is not a positive number of pixels.
 */
export async function toSvg(figure: Figure): Promise<string> {
  const { data, layout } = plainFigure(figure);
  for (const [name, size] of Object.entries({ width: layout.width, height: layout.height })) {
    if (!(size > 0)) throw new RangeError(`layout.${name} must be above 0, got ${size}`);
  }
  const flat = { data: data.map(drawable), layout };
  const { Plotly, parse } = await plotlyPage();
  const options = { format: 'svg', imageDataOnly: true, ...sizeOf(figure) };
  const svg = await Plotly.toImage(parse(JSON.stringify(flat)), options);
  return svg.replace(/TOBESTRIPPED/g, '').replace(/url\((['"]|&quot;)(#[^'"&]+)\1\)/g, 'url($2)');
}

function sizeOf({ layout }: Figure): { width: number; height: number } {
  return { width: layout.width, height: layout.height };
}

function drawable(trace: Data): Data {
  const type = trace.type ?? 'scatter';
  if (BROWSER_ONLY.has(type)) {
    throw new RangeError(`a figure with a ${type} trace must be drawn in a browser`);
  }
  return { ...trace, type: WITHOUT_GL[type] ?? type };
}
