import { checkFinite, checkLength } from './check';
import { createFigure, type Figure, type PlotOptions } from './figure';
import { formatNumber } from './format';
import { labelledBands } from './labelled-bands';
import { thresholdLine } from './threshold-line';
import { timeTraces } from './time-traces';

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
  const labelled = labels && !bands ? order.filter((i) => labels[i] !== 0) : order.subarray(0, 0);
  const line = threshold === undefined ? [] : thresholdLine('y', threshold).shapes;
  const data = timeTraces({
    ...{ times, values: scores, name: 'score', names, order, labelled, flagged, mode },
    limit: MAX_POINTS,
    timeFormat: '%{x|%Y-%m-%d %H:%M:%S}',
  });
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
