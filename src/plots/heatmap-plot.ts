import { cellText } from './cell-text';
import { checkLength } from './check';
import { createFigure, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber, shorten } from './format';
import { colorBar, NAMES_AXIS } from './template';

/** Name of a scale from light to dark. Source: ColorBrewer 2.0, Brewer and Harrower. */
export type ColorScale = 'Blues' | 'Greens' | 'Oranges';

/** Options of `heatmapPlot`. */
export interface HeatmapOptions extends PlotOptions {
  /** Names of the columns, left to right. Default: their numbers. */
  readonly xLabels?: readonly string[];
  /** Names of the rows, top to bottom. Default: their numbers. */
  readonly yLabels?: readonly string[];
  /** Default `Blues`. */
  readonly colorScale?: ColorScale;
  /** Values of the lightest and the darkest colour. Default: the lowest and highest value. */
  readonly range?: readonly [low: number, high: number];
  /** Title of the colour bar, with its unit. */
  readonly colorTitle?: string;
  /** Text in the cells, row by row; `true` writes the values. Default: values up to 15 columns. */
  readonly annotate?: boolean | readonly (readonly string[])[];
  /** Hides the colour bar. Default false. */
  readonly hideColorBar?: boolean;
}

const MAX_CELLS = 20_000;

const COLOR_SCALES: Record<ColorScale, readonly string[]> = {
  Blues: ['#F7FBFF', '#C6DBEF', '#6BAED6', '#2171B5', '#08306B'],
  Greens: ['#F7FCF5', '#C7E9C0', '#74C476', '#238B45', '#00441B'],
  Oranges: ['#FFF5EB', '#FDD0A2', '#FD8D3C', '#D94801', '#7F2704'],
};

/**
 * Rows of numbers as coloured cells, the first row on top.
 *
 * A cell that is not finite stays blank. Text is black or white, whichever reads better on its cell,
 * and left out where it does not fit.
 *
 * @param rows shape `[nRows, nColumns]`.
 * @throws {RangeError} if there are no cells or more than 20,000, rows or labels differ in length,
 * or the colour scale is unknown.
 */
export function heatmapPlot(
  rows: readonly ArrayLike<number>[],
  options: HeatmapOptions = {},
): Figure {
  const nColumns = checkRows(rows);
  const { colorScale = 'Blues', range, xLabels, yLabels, hideColorBar = false } = options;
  if (xLabels) checkLength('xLabels', xLabels, nColumns);
  if (yLabels) checkLength('yLabels', yLabels, rows.length);
  const text = cellTexts(rows, options.annotate ?? nColumns <= 15);
  const trace = {
    type: 'heatmap',
    z: rows.map((row) => Array.from(row, roundNumber)),
    colorscale: scaleOf(colorScale),
    ...(range && { zmin: range[0], zmax: range[1] }),
    ...(text && { text }),
    xgap: 1,
    ygap: 1,
    hovertemplate:
      '%{yaxis.title.text} %{y}<br>%{xaxis.title.text} %{x}<br>%{z:.4~g}<extra></extra>',
    ...(hideColorBar ? { showscale: false } : { colorbar: colorBar(options.colorTitle) }),
  };
  const defaults = {
    title: 'Heat map',
    summary: `Heat map of ${rows.length} rows and ${nColumns} columns.`,
    xaxis: { ...labelled(xLabels), showline: false, range: [-0.5, nColumns - 0.5] },
    yaxis: { ...labelled(yLabels), showline: false, range: [rows.length - 0.5, -0.5] },
  };
  const figure = createFigure([trace], defaults, options);
  const cells = text && cellText(rows, text, COLOR_SCALES[colorScale], range, figure.layout);
  return cells ? { ...figure, data: [trace, cells] } : figure;
}

function checkRows(rows: readonly ArrayLike<number>[]): number {
  const nColumns = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries()) checkLength(`row ${i}`, row, nColumns);
  const nCells = rows.length * nColumns;
  if (nCells < 1 || nCells > MAX_CELLS) {
    throw new RangeError(`a heat map must have 1 to ${MAX_CELLS} cells, got ${nCells}`);
  }
  return nColumns;
}

function scaleOf(name: ColorScale): [number, string][] {
  const colors = COLOR_SCALES[name];
  if (!colors) throw new RangeError(`colorScale must be Blues, Greens or Oranges, got ${name}`);
  return colors.map((color, i) => [i / (colors.length - 1), color]);
}

function cellTexts(
  rows: readonly ArrayLike<number>[],
  annotate: boolean | readonly (readonly string[])[],
): readonly (readonly string[])[] | undefined {
  if (annotate === false) return undefined;
  if (annotate !== true) return annotate;
  return rows.map((row) => {
    return Array.from(row, (value) => (Number.isFinite(value) ? formatNumber(value) : ''));
  });
}

/** Labels stand at the cells' numbers, so that equal names stay two rows. */
function labelled(labels: readonly string[] | undefined): Record<string, unknown> {
  if (!labels) return NAMES_AXIS;
  return {
    ...NAMES_AXIS,
    tickvals: labels.map((_, i) => i),
    ticktext: labels.map((label) => plainText(shorten(label))),
  };
}
