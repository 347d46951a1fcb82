import type { Data } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { COLORS } from './template';
import { thinLine, thinPeaks } from './thin';

/** Values in the order of time, some of them marked. */
export interface TimeLine {
  /** Epoch ms, UTC, or sample numbers; shape `[nSamples]`. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** What the values are, for the legend and under the mouse. */
  readonly name: string;
  /** Indices of all samples, of those labelled that no band shows, and of those flagged; by time. */
  readonly order: Int32Array;
  readonly labelled: Int32Array;
  readonly flagged: Int32Array;
  /** What to show under the mouse beside time and value. */
  readonly names?: readonly string[] | undefined;
  readonly mode: 'lines' | 'markers';
  /** About how many points of the line are drawn. */
  readonly limit: number;
  /** How plotly.js writes a time under the mouse. */
  readonly timeFormat: string;
}

const MAX_MARKED = 500;

/**
 * The line, the labelled and the flagged samples, each if there are any, thinned where they are many.
 */
export function timeTraces(line: TimeLine): Data[] {
  const { values, order, labelled, flagged, limit } = line;
  const layers = [
    { indices: thinned(order, values, thinLine, limit), style: lineStyle(line) },
    { indices: thinned(labelled, values, thinPeaks, MAX_MARKED), style: LABELLED },
    { indices: thinned(flagged, values, thinPeaks, MAX_MARKED), style: flaggedStyle(flagged) },
  ];
  return layers
    .filter(({ indices }) => indices.length > 0)
    .map(({ indices, style }) => traceOf(line, indices, style));
}

function thinned(
  order: Int32Array,
  values: ArrayLike<number>,
  thin: (values: Float64Array, limit: number) => Int32Array,
  limit: number,
): number[] {
  const heights = Float64Array.from(order, (i) => values[i]);
  return Array.from(thin(heights, limit), (i) => order[i]);
}

function traceOf(
  { times, values, name, names, timeFormat }: TimeLine,
  indices: readonly number[],
  style: Readonly<Record<string, unknown>>,
): Data {
  return {
    type: 'scatter',
    x: indices.map((i) => times[i]),
    y: indices.map((i) => roundNumber(values[i])),
    ...(names && { text: indices.map((i) => plainText(names[i])) }),
    hovertemplate: `${timeFormat}<br>${plainText(name)} %{y:.4~g}${names ? '<br>%{text}' : ''}`,
    ...style,
  };
}

const LABELLED = {
  name: 'labelled anomaly',
  mode: 'markers',
  marker: { symbol: 'diamond', color: COLORS.orange, size: 7 },
};

function lineStyle({ name, mode }: TimeLine): Record<string, unknown> {
  const marker = { color: COLORS.blue, size: 5, opacity: 0.6 };
  const style = mode === 'lines' ? { line: { color: COLORS.blue, width: 1.2 } } : { marker };
  return { name: plainText(name), mode, ...style };
}

/** Outlined where they are few: in a crowd the outlines would hide them. */
function flaggedStyle({ length }: Int32Array): Record<string, unknown> {
  const isCrowd = length > 120;
  const outline = { color: '#FFFFFF', width: isCrowd ? 0 : 0.8 };
  return {
    name: `${formatNumber(length)} flagged`,
    mode: 'markers',
    marker: { color: COLORS.vermillion, size: isCrowd ? 5 : 7, line: outline },
  };
}
