import { checkFinite, checkLength } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { labelledBands } from './labelled-bands';
import { COLORS } from './template';
import { thinLine, thinPeaks } from './thin';
import { thresholdLine } from './threshold-line';

/** Options of `scoresOverTimePlot`. */
export interface ScoresOverTimeOptions extends PlotOptions {
  /** Draws a dashed line and marks the scores of at least this. */
  readonly threshold?: number;
  /** 1 for anomalies, shape `[nScores]`: their times are shaded, or marked if there are over 300 runs. */
  readonly labels?: ArrayLike<number>;
  /** What to show under the mouse beside time and score, e.g. the entity, shape `[nScores]`. */
  readonly names?: readonly string[];
  /** `markers` for events of many entities, `lines` for one series. Default `lines`. */
  readonly mode?: 'lines' | 'markers';
}

const MAX_POINTS = 1800;
const MAX_MARKED = 500;

/**
 * Scores in the order of time, with threshold, flagged samples and labelled anomalies.
 *
 * A long series is cut to some 1800 points: from each stretch of time the highest and lowest score
 * stay. Crowds of flagged or labelled samples are cut to their 500 peaks. NaN leaves a gap.
 *
 * @param times epoch ms, UTC, in any order, shape `[nScores]`.
 * @param scores shape `[nScores]`, higher is more anomalous.
 * @throws {RangeError} if lengths differ, there are no scores, or a time is not finite.
 */
export function scoresOverTimePlot(
  times: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: ScoresOverTimeOptions = {},
): Figure {
  const { threshold, labels, names, mode = 'lines' } = options;
  checkFinite('times', times);
  checkLength('scores', scores, times.length);
  if (labels) checkLength('labels', labels, times.length);
  if (names) checkLength('names', names, times.length);
  const order = Int32Array.from({ length: times.length }, (_, i) => i);
  order.sort((a, b) => times[a] - times[b]);
  const flagged = order.filter((i) => threshold !== undefined && scores[i] >= threshold);
  const bands = labels && labelledBands(times, labels, order);
  const marked = labels && !bands ? order.filter((i) => labels[i] !== 0) : order.subarray(0, 0);
  const line = threshold === undefined ? [] : thresholdLine('y', threshold).shapes;
  const traces = [
    { indices: thinned(order, scores, thinLine, MAX_POINTS), style: scoreStyle(mode) },
    { indices: thinned(marked, scores, thinPeaks, MAX_MARKED), style: LABELLED },
    { indices: thinned(flagged, scores, thinPeaks, MAX_MARKED), style: flaggedStyle(flagged) },
  ];
  const data = traces
    .filter(({ indices }) => indices.length > 0)
    .map(({ indices, style }) => traceOf(indices, times, scores, names, style));
  const defaults = {
    title: 'Scores over time',
    xTitle: 'Time (UTC)',
    yTitle: 'Score',
    width: 860,
    height: 380,
    summary: summaryOf(times, scores, order, flagged.length, options),
    xaxis: { type: 'date', showgrid: false },
    more: {
      shapes: [...(bands ?? []), ...line],
      showlegend: threshold !== undefined || labels !== undefined,
    },
  };
  return createFigure(data, defaults, options);
}

function thinned(
  order: Int32Array,
  scores: ArrayLike<number>,
  thin: (values: Float64Array, limit: number) => Int32Array,
  limit: number,
): number[] {
  const heights = Float64Array.from(order, (i) => scores[i]);
  return Array.from(thin(heights, limit), (i) => order[i]);
}

function traceOf(
  indices: readonly number[],
  times: ArrayLike<number>,
  scores: ArrayLike<number>,
  names: readonly string[] | undefined,
  style: Readonly<Record<string, unknown>>,
): Data {
  return {
    type: 'scatter',
    x: indices.map((i) => times[i]),
    y: indices.map((i) => roundNumber(scores[i])),
    ...(names && { text: indices.map((i) => plainText(names[i])) }),
    hovertemplate: `%{x|%Y-%m-%d %H:%M:%S}<br>score %{y:.4~g}${names ? '<br>%{text}' : ''}`,
    ...style,
  };
}

const LABELLED = {
  name: 'labelled anomaly',
  mode: 'markers',
  marker: { symbol: 'diamond', color: COLORS.orange, size: 7 },
};

function scoreStyle(mode: 'lines' | 'markers'): Record<string, unknown> {
  const marker = { color: COLORS.blue, size: 5, opacity: 0.6 };
  const style = mode === 'lines' ? { line: { color: COLORS.blue, width: 1.2 } } : { marker };
  return { name: 'score', mode, ...style };
}

function flaggedStyle({ length }: Int32Array): Record<string, unknown> {
  const outline = { color: '#FFFFFF', width: 0.8 };
  return {
    name: `${formatNumber(length)} flagged`,
    mode: 'markers',
    marker: { color: COLORS.vermillion, size: 7, line: outline },
  };
}

function summaryOf(
  times: ArrayLike<number>,
  scores: ArrayLike<number>,
  order: Int32Array,
  nFlagged: number,
  { threshold, labels }: ScoresOverTimeOptions,
): string {
  const day = (i: number) => new Date(times[i]).toISOString().slice(0, 16).replace('T', ' ');
  const top = order.reduce((best, i) => (scores[i] > scores[best] ? i : best), order[0]);
  const span = `from ${day(order[0])} to ${day(order[order.length - 1])} UTC`;
  const parts = [
    `${formatNumber(order.length)} scores ${span}`,
    `highest ${formatNumber(scores[top])} at ${day(top)}`,
  ];
  if (threshold !== undefined) {
    parts.push(`${formatNumber(nFlagged)} flagged at threshold ${formatNumber(threshold)}`);
  }
  if (labels) {
    const nAnomalies = Array.from(labels).filter((label) => label !== 0).length;
    parts.push(`${formatNumber(nAnomalies)} labelled as anomalies`);
  }
  return `${parts.join('; ')}.`;
}
