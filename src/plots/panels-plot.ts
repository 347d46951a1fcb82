import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { plainText } from './format';

/** Options of `panelsPlot`; axis titles are the panels' own. */
export interface PanelsOptions extends Omit<PlotOptions, 'xTitle' | 'yTitle'> {
  /** Panels side by side before a new row begins. Default: up to 3. */
  readonly nColumns?: number;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Where the panels are, in pixels. */
interface Grid {
  readonly nColumns: number;
  readonly nRows: number;
  readonly width: number;
  readonly height: number;
  /** Between two columns: room for the right one's labels. */
  readonly gap: number;
}

const MARGIN = { l: 60, r: 24, t: 88, b: 52 };
const ROW_GAP = 96;

/**
 * Figures side by side as panels of one, each under its own title.
 *
 * Traces and lines of the same name share one entry of the legend. For figures with one pair of
 * axes each, such as all of these but panels themselves.
 *
 * @throws {RangeError} if there are no figures, or `nColumns` is not a positive integer.
 */
export function panelsPlot(figures: readonly Figure[], options: PanelsOptions = {}): Figure {
  if (figures.length === 0) throw new RangeError('figures must not be empty, got []');
  const { nColumns = Math.min(3, figures.length), ...others } = options;
  if (!Number.isInteger(nColumns) || nColumns < 1) {
    throw new RangeError(`nColumns must be a positive integer, got ${nColumns}`);
  }
  const nRows = Math.ceil(figures.length / nColumns);
  const gap = gapOf(figures);
  const { width = 120 + (222 + gap) * nColumns, height = 120 + 280 * nRows } = options;
  const grid = { nColumns, nRows, width, height, gap };
  const named = new Set<string>();
  const data = figures.flatMap((figure, i) =>
    figure.data.map((trace) => ({ ...namedOnce(trace, figure, named), ...axesOf(i) })),
  );
  const shapes = figures.flatMap((figure, i) => shapesOf(figure, i, named));
  const axes = figures.map((figure, i) => placedAxes(figure, i, grid));
  const defaults = {
    title: 'Comparison',
    width,
    height,
    summary: figures.map(sentenceOf).join(' '),
    more: {
      ...Object.assign({}, ...axes),
      ...sharedLayout(figures[0]),
      margin: MARGIN,
      ...(named.size > 0 && { legend: { y: 1 + 30 / innerHeight(grid) } }),
      shapes,
      annotations: figures.map(panelTitle),
      showlegend: named.size > 0,
    },
  };
  return createFigure(data, defaults, others);
}

/** plotly.js calls the first pair of axes x and y, the second x2 and y2. */
function suffixOf(panel: number): string {
  return panel === 0 ? '' : String(panel + 1);
}

function axesOf(panel: number): { xaxis: string; yaxis: string } {
  return { xaxis: `x${suffixOf(panel)}`, yaxis: `y${suffixOf(panel)}` };
}

/** One entry of the legend for all traces of a name. */
function namedOnce(trace: Data, { layout }: Figure, named: Set<string>): Data {
  const name = trace['name'];
  const hidden = trace['showlegend'] === false || layout['showlegend'] === false;
  if (typeof name !== 'string' || name === '' || hidden) return { ...trace, showlegend: false };
  const showlegend = !named.has(name);
  named.add(name);
  return { ...trace, legendgroup: name, showlegend };
}

function shapesOf({ layout }: Figure, panel: number, named: Set<string>): Attributes[] {
  const { xaxis, yaxis } = axesOf(panel);
  const shapes = (layout['shapes'] as readonly Attributes[] | undefined) ?? [];
  return shapes.map((shape) => {
    const name = shape['name'];
    const showlegend = shape['showlegend'] === true && !named.has(String(name));
    if (showlegend) named.add(String(name));
    const xref = String(shape['xref'] ?? 'x').replace(/^x/, xaxis);
    const yref = String(shape['yref'] ?? 'y').replace(/^y/, yaxis);
    return { ...shape, xref, yref, showlegend, ...(name !== undefined && { legendgroup: name }) };
  });
}

function placedAxes({ layout }: Figure, panel: number, grid: Grid): Attributes {
  const { xaxis, yaxis } = axesOf(panel);
  const column = panel % grid.nColumns;
  const row = Math.floor(panel / grid.nColumns);
  const x = domainOf(column, grid.nColumns, grid.gap / (grid.width - MARGIN.l - MARGIN.r));
  const [low, high] = domainOf(row, grid.nRows, ROW_GAP / innerHeight(grid));
  return {
    [`xaxis${suffixOf(panel)}`]: { ...(layout['xaxis'] as Attributes), domain: x, anchor: yaxis },
    [`yaxis${suffixOf(panel)}`]: {
      ...(layout['yaxis'] as Attributes),
      domain: [1 - high, 1 - low],
      anchor: xaxis,
    },
  };
}

/** Room for the longest name on a vertical axis and the axis title, in pixels. */
function gapOf(figures: readonly Figure[]): number {
  const names = figures.flatMap(({ layout }) => {
    const { ticktext = [] } = layout['yaxis'] as { readonly ticktext?: readonly string[] };
    return ticktext.flatMap((name) => name.split('<br>').map((line) => line.length));
  });
  return 48 + 7.5 * Math.max(4, ...names);
}

/** Start and end of one of `count` equal parts of [0, 1] with gaps between them. */
function domainOf(index: number, count: number, gap: number): [number, number] {
  const size = Math.max(0.01, (1 - gap * (count - 1)) / count);
  return [index * (size + gap), Math.min(1, index * (size + gap) + size)];
}

function innerHeight({ height }: Grid): number {
  return Math.max(1, height - MARGIN.t - MARGIN.b);
}

/** What bars and such need of the layout to be drawn as in their own figure. */
function sharedLayout({ layout }: Figure): Attributes {
  return layout['barmode'] === undefined ? {} : { barmode: layout['barmode'] };
}

function panelTitle({ layout }: Figure, panel: number): Attributes {
  const { xaxis, yaxis } = axesOf(panel);
  return {
    text: titleOf(layout),
    font: { size: 14 },
    showarrow: false,
    xref: `${xaxis} domain`,
    x: 0,
    xanchor: 'left',
    yref: `${yaxis} domain`,
    y: 1,
    yanchor: 'bottom',
  };
}

function titleOf(layout: Attributes): string {
  return (layout['title'] as { readonly text?: string } | undefined)?.text ?? '';
}

function sentenceOf({ layout }: Figure): string {
  const meta = layout['meta'] as { readonly summary?: string } | undefined;
  return `${plainText(titleOf(layout))}: ${meta?.summary ?? ''}`;
}
