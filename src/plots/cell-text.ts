import type { Data, Layout } from './figure';

const LARGEST = 14;
const SMALLEST = 7;
const DARK = '#000000';
const LIGHT = '#FFFFFF';

/**
 * The text in the cells of a heat map, each in black or white, whichever contrasts more.
 *
 * A trace of its own, for a heat map has one colour of text.
 *
 * @param rows what is coloured, shape `[nRows, nColumns]`.
 * @param texts shape `[nRows, nColumns]`; lines are parted by `<br>`.
 * @param colors the scale as `#RRGGBB`, evenly spaced, lowest first.
 * @param range values of the first and last colour. Default: the lowest and highest value.
 * @returns undefined where the cells are too small for text.
 */
export function cellText(
  rows: readonly ArrayLike<number>[],
  texts: readonly (readonly string[])[],
  colors: readonly string[],
  range: readonly [low: number, high: number] | undefined,
  layout: Layout,
): Data | undefined {
  const values = rows.flatMap((row) => Array.from(row));
  const flat = texts.flat();
  const size = fontSize(flat, layout.width / rows[0].length, layout.height / rows.length);
  if (size < SMALLEST) return undefined;
  const [low, high] = range ?? rangeOf(values);
  return {
    type: 'scatter',
    mode: 'text',
    x: rows.flatMap((row) => Array.from(row, (_, j) => j)),
    y: rows.flatMap((row, i) => Array.from(row, () => i)),
    text: flat,
    textfont: {
      size,
      color: values.map((value) => textColor(colors, (value - low) / (high - low || 1))),
    },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

/** So that the longest line and the most lines fit into a cell; about a third of a figure is margin. */
function fontSize(texts: readonly string[], cellWidth: number, cellHeight: number): number {
  const lines = texts.map((text) => text.split('<br>'));
  const longest = Math.max(1, ...lines.flat().map((line) => line.length));
  const most = Math.max(1, ...lines.map(({ length }) => length));
  const fitting = Math.min(
    (0.65 * cellWidth) / (0.6 * longest),
    (0.65 * cellHeight) / (1.3 * most),
  );
  return Math.floor(Math.min(LARGEST, fitting));
}

function rangeOf(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  return [Math.min(...finite), Math.max(...finite)];
}

function textColor(colors: readonly string[], position: number): string {
  if (!Number.isFinite(position)) return DARK;
  const luminance = luminanceOf(colorAt(colors, Math.min(1, Math.max(0, position))));
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? LIGHT : DARK;
}

/** Red, green and blue in [0, 255], on the straight line between the two colours beside it. */
function colorAt(colors: readonly string[], position: number): number[] {
  const place = position * (colors.length - 1);
  const before = Math.min(Math.floor(place), colors.length - 2);
  const [from, to] = [colors[before], colors[before + 1]].map(channelsOf);
  return from.map((channel, i) => channel + (to[i] - channel) * (place - before));
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function luminanceOf(channels: readonly number[]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
