import { checkFinite, checkLength } from './check';
import type { Figure, PlotOptions } from './figure';
import { type ColorScale, heatmapPlot } from './heatmap-plot';
import { type PanelsOptions, panelsPlot } from './panels-plot';
import { withSubtitle } from './subtitle';

/** Options of `attentionPlot`. */
export interface AttentionOptions extends Omit<PlotOptions, 'xTitle' | 'yTitle'> {
  /** Default `Blues`. */
  readonly colorScale?: ColorScale;
  /** Which events get a ● after their name, e.g. those of the attack, shape `[length]`. */
  readonly marked?: readonly boolean[];
  /** What ● says, in a line under the title. Default `event of the attack`. */
  readonly markedName?: string;
}

const MARK = '●';

/**
 * How much each event of a window attends to each other: rows attend, columns are attended to.
 *
 * Attention shows where the network looks, not why it decides: attribution does that.
 *
 * @param weights each at least 0, rows of a softmax sum to 1; shape `[length, length]`.
 * @param events name of each event with its time, e.g. `09:14 login`, first to last, shape `[length]`.
 * @throws {RangeError} if the weights are not square, one is negative or not finite, or the names
 * or marks are not as many.
 */
export function attentionPlot(
  weights: readonly ArrayLike<number>[],
  events: readonly string[],
  options: AttentionOptions = {},
): Figure {
  checkWeights(weights, events);
  const { marked, markedName = 'event of the attack', ...others } = options;
  if (marked) checkLength('marked', marked, events.length);
  const names = events.map((event, i) => (marked?.[i] ? `${event} ${MARK}` : event));
  const side = 46 * weights.length;
  const { data, layout } = heatmapPlot(weights, {
    title: 'Attention between the events of a window',
    width: Math.max(560, 300 + side),
    height: Math.max(460, 220 + side),
    ...others,
    xTitle: 'Attended to',
    yTitle: 'Attending',
    xLabels: names,
    yLabels: names,
    range: [0, highest(weights)],
    colorTitle: 'Attention weight',
    annotate: weights.map((row) =>
      Array.from(row, (weight) => (weight > 0 ? weight.toFixed(2) : '')),
    ),
  });
  const xaxis = { ...(layout['xaxis'] as object), tickangle: -45 };
  const summary = summaryOf(weights, events);
  const listed = events.filter((_, i) => marked?.[i]).join(', ');
  if (!listed) return { data, layout: { ...layout, xaxis, meta: { summary } } };
  const meta = { summary: `${summary} Marked as ${markedName}: ${listed}.` };
  return withSubtitle({ data, layout: { ...layout, xaxis, meta } }, `${MARK} ${markedName}`);
}

/**
 * The mean attention of several heads, for `attentionPlot`.
 *
 * @param heads weights by head, each of the same shape.
 * @returns shape `[length, length]`, rows sum to 1.
 * @throws {RangeError} if there are no heads, or they differ in shape.
 */
export function meanAttention(heads: readonly (readonly ArrayLike<number>[])[]): number[][] {
  if (heads.length === 0) throw new RangeError('heads must not be empty, got none');
  for (const weights of heads) checkLength('weights', weights, heads[0].length);
  return heads[0].map((row, i) =>
    Array.from(row, (_, j) => heads.reduce((sum, head) => sum + head[i][j], 0) / heads.length),
  );
}

/**
 * The attention of several heads, a small panel each, all on one scale of colour.
 *
 * Events are numbered from 1, first to last: their names have no room.
 *
 * @param heads weights by head, each as in `attentionPlot`.
 * @throws {RangeError} as `attentionPlot`, and if there are no heads.
 */
export function attentionHeadsPlot(
  heads: readonly (readonly ArrayLike<number>[])[],
  events: readonly string[],
  options: PanelsOptions = {},
): Figure {
  for (const weights of heads) checkWeights(weights, events);
  const range = [0, Math.max(...heads.map(highest))] as const;
  const numbers = events.map((_, i) => String(i + 1));
  const panels = heads.map((weights, i) => {
    const { data, layout } = heatmapPlot(weights, {
      title: `Head ${i + 1}`,
      xTitle: 'Attended to',
      yTitle: 'Attending',
      xLabels: numbers,
      yLabels: numbers,
      range,
      annotate: false,
      colorTitle: 'Attention weight',
      hideColorBar: i > 0,
    });
    return { data, layout: { ...layout, meta: { summary: summaryOf(weights, events) } } };
  });
  const nColumns = heads.length === 4 ? 2 : Math.min(3, Math.max(1, heads.length));
  return panelsPlot(panels, { title: 'Attention by head', nColumns, ...options });
}

function checkWeights(weights: readonly ArrayLike<number>[], events: readonly string[]): void {
  checkLength('events', events, weights.length);
  weights.forEach((row, i) => {
    checkLength(`row ${i} of weights`, row, weights.length);
    checkFinite(`row ${i} of weights`, row);
    const negative = Array.from(row).find((weight) => weight < 0);
    if (negative !== undefined) {
      throw new RangeError(`row ${i} of weights must be at least 0, got ${negative}`);
    }
  });
}

function highest(weights: readonly ArrayLike<number>[]): number {
  return Math.max(...weights.flatMap((row) => Array.from(row)));
}

/** What the last event, which the score is for, attends to most. */
function summaryOf(weights: readonly ArrayLike<number>[], events: readonly string[]): string {
  const last = Array.from(weights[weights.length - 1]);
  const most = last.indexOf(Math.max(...last));
  const share = last[most].toFixed(2);
  return `Attention of ${events.length} events; the last, ${events[events.length - 1]}, attends most to ${events[most]} (${share}).`;
}
