import { checkFinite } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber, roundNumbers } from './format';
import { type Bins, binEdges, countInBins, densityCurve } from './histogram-bins';
import { COLORWAY } from './template';
import { thresholdLine } from './threshold-line';

/** One of several groups in a histogram, e.g. normal samples and anomalies. */
export interface HistogramGroup {
  readonly name: string;
  /** Shape `[nValues]`, finite. */
  readonly values: ArrayLike<number>;
  /** Colour of the bars, as CSS has it. Default: the next of the figures' colours. */
  readonly color?: string;
}

/** Options of `histogramPlot`. */
export interface HistogramOptions extends PlotOptions {
  /** Number of bins. Default: by the spread of the values, between 10 and 60. */
  readonly nBins?: number;
  /** `log` has bins of equal ratio, for positive values over several magnitudes. Default `linear`. */
  readonly xScale?: 'linear' | 'log';
  /** `log` keeps bins of a few samples in sight. Default `linear`. */
  readonly yScale?: 'linear' | 'log';
  /** Height of a bar: samples in the bin, or their share of the group. Default `count`. */
  readonly unit?: 'count' | 'share';
  /** Where to draw a dashed line. */
  readonly threshold?: number;
  /** Draws a kernel density estimate over the bars, in the same unit. Default false. */
  readonly density?: boolean;
}

/**
 * Histogram of values, or of several groups over common bins.
 *
 * The figure holds the bins and not the values, so its size does not grow with them.
 *
 * @throws {RangeError} if there are no values, one is not finite, `nBins` is not a positive integer,
 * or a value or the threshold is not positive on a `log` scale.
 */
export function histogramPlot(
  values: ArrayLike<number> | readonly HistogramGroup[],
  options: HistogramOptions = {},
): Figure {
  const groups = groupsOf(values);
  const { xScale = 'linear', yScale = 'linear', unit = 'count', threshold } = options;
  for (const group of groups) checkFinite(group.name || 'values', group.values);
  const bins = binEdges(
    groups.map((group) => group.values),
    xScale,
    options.nBins,
  );
  const data = groups.flatMap((group, i) => {
    const scale = unit === 'share' ? 1 / group.values.length : 1;
    const color = group.color ?? COLORWAY[i % COLORWAY.length];
    const bars = barsOf(group, bins, scale, color, groups.length > 1);
    return options.density ? [bars, curveOf(group, bins, scale, bars)] : [bars];
  });
  const line = threshold === undefined ? {} : thresholdLine('x', threshold);
  const defaults = {
    title: 'Distribution',
    xTitle: 'Value',
    yTitle: unit === 'share' ? 'Share of the group' : 'Samples',
    summary: summaryOf(groups, bins, threshold),
    xaxis: xAxis(bins, threshold),
    yaxis: yAxis(yScale, unit, data),
    more: { barmode: 'overlay', ...line, showlegend: groups.length > 1 || threshold !== undefined },
  };
  return createFigure(data, defaults, options);
}

function groupsOf(values: ArrayLike<number> | readonly HistogramGroup[]): HistogramGroup[] {
  if (Array.isArray(values) && typeof values[0] === 'object') return values;
  return [{ name: '', values: values as ArrayLike<number> }];
}

/** Room beside the bars and the threshold; plotly.js has log axes in powers of ten. */
function xAxis({ edges, scale }: Bins, threshold: number | undefined): Record<string, unknown> {
  const isLog = scale === 'log';
  if (isLog && threshold !== undefined && threshold <= 0) {
    throw new RangeError(`threshold must be positive on a log scale, got ${threshold}`);
  }
  const ends = [edges[0], edges[edges.length - 1], threshold ?? edges[0]];
  const positions = ends.map((end) => (isLog ? Math.log10(end) : end));
  const [low, high] = [Math.min(...positions), Math.max(...positions)];
  const room = (high - low) * 0.02;
  const range = [roundNumber(low - room), roundNumber(high + room)];
  return isLog ? { ...logTicks(high - low), range } : { range };
}

function yAxis(
  scale: 'linear' | 'log',
  unit: 'count' | 'share',
  data: readonly Data[],
): Record<string, unknown> {
  const format = unit === 'share' ? { tickformat: '~%' } : {};
  if (scale === 'linear') return { rangemode: 'tozero', ...format };
  const heights = data
    .filter(({ type }) => type === 'bar')
    .flatMap((bars) => bars['y'] as number[]);
  const decades = Math.log10(
    heights.reduce((most, height) => Math.max(most, height)) /
      heights.reduce((least, height) => Math.min(least, height)),
  );
  return { ...logTicks(decades), ...format };
}

/** Powers of ten over many, else 1, 2 and 5 as well: more would run into each other. */
function logTicks(decades: number): Record<string, unknown> {
  const dtick = decades > 2.5 ? Math.ceil(decades / 9) : 'D2';
  return { type: 'log', tickformat: '~g', dtick };
}

function barsOf(
  group: HistogramGroup,
  { edges }: Bins,
  scale: number,
  color: string,
  overlaid: boolean,
): Data {
  const counts = countInBins(group.values, edges);
  const starts = edges.subarray(0, -1);
  const kept = Array.from(counts.keys()).filter((i) => counts[i] > 0);
  return {
    type: 'bar',
    name: plainText(group.name),
    x: kept.map((i) => roundNumber(starts[i])),
    y: kept.map((i) => roundNumber(counts[i] * scale)),
    width: kept.map((i) => roundNumber(edges[i + 1] - edges[i])),
    offset: 0,
    customdata: kept.map((i) => [roundNumber(edges[i + 1]), counts[i]]),
    hovertemplate: '%{x:.4~g} to %{customdata[0]:.4~g}: %{customdata[1]:,} samples',
    marker: { color, opacity: overlaid ? 0.6 : 0.85, line: { color: '#FFFFFF', width: 0.5 } },
  };
}

function curveOf(group: HistogramGroup, bins: Bins, scale: number, bars: Data): Data {
  const { x, y } = densityCurve(group.values, bins);
  const { color } = bars['marker'] as { color: string };
  return {
    type: 'scatter',
    mode: 'lines',
    name: `${plainText(group.name)} density`,
    x: roundNumbers(x),
    y: roundNumbers(y.map((height) => height * scale)),
    line: { color, width: 2 },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

function summaryOf(groups: readonly HistogramGroup[], bins: Bins, threshold?: number): string {
  const counts = groups.map(({ name, values }) => {
    return `${formatNumber(values.length)} ${name ? `${name} ` : ''}values`;
  });
  const { edges } = bins;
  const range = `${formatNumber(edges[0], 4)} to ${formatNumber(edges[edges.length - 1], 4)}`;
  const line = threshold === undefined ? '' : `, threshold ${formatNumber(threshold)}`;
  return `Histogram of ${counts.join(' and ')}, ${edges.length - 1} bins from ${range}${line}.`;
}
