import { TEMPLATE } from './template';

/** A trace of a Plotly figure: plain JSON, read by plotly.js. */
export interface Data {
  /** Kind of trace, e.g. `bar`, `scatter`, `heatmap`. */
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** Axes, titles and size of a Plotly figure: plain JSON, read by plotly.js. */
export interface Layout {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  readonly [attribute: string]: unknown;
}

/** A Plotly figure as data: what `show`, `toPng` and `saveFigure` take. */
export interface Figure {
  readonly data: readonly Data[];
  readonly layout: Layout;
}

/** What every figure function takes. */
export interface PlotOptions {
  /** Title above the figure. */
  readonly title?: string;
  /** Title of the horizontal axis, with its unit: `Score`, `Time (s)`. */
  readonly xTitle?: string;
  /** Title of the vertical axis, with its unit. */
  readonly yTitle?: string;
  /** Width in pixels. Default 700, less for square figures. */
  readonly width?: number;
  /** Height in pixels. Default 420. */
  readonly height?: number;
}

/** What a figure function knows of its layout, beside the caller's options. */
export interface LayoutDefaults extends PlotOptions {
  /** One sentence for readers who get no picture. */
  readonly summary: string;
  /** Attributes of the horizontal axis. */
  readonly xaxis?: Readonly<Record<string, unknown>>;
  /** Attributes of the vertical axis. */
  readonly yaxis?: Readonly<Record<string, unknown>>;
  /** Any other layout attributes. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * A figure in the house style: the shared template, a fixed size, and titled axes.
 *
 * The caller's options win over the figure's own defaults.
 */
export function createFigure(
  data: readonly Data[],
  defaults: LayoutDefaults,
  options: PlotOptions = {},
): Figure {
  const {
    title = '',
    xTitle = '',
    yTitle = '',
    width = 700,
    height = 420,
  } = {
    ...defaults,
    ...withoutUndefined(options),
  };
  const layout = {
    title: { text: title },
    width,
    height,
    xaxis: { title: { text: xTitle }, ...defaults.xaxis },
    yaxis: { title: { text: yTitle }, ...defaults.yaxis },
    ...defaults.more,
    meta: { summary: defaults.summary },
    template: TEMPLATE,
  };
  return { data, layout };
}

function withoutUndefined(options: PlotOptions): PlotOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
