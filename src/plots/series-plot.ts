import { checkOptionNames } from '../check-options';
import { eventsOf, type SeriesEvent } from '../metrics/series/events';
import { checkFinite, checkLength } from './check';
import { createFigure, type Figure, type PlotOptions } from './figure';
import { formatNumber } from './format';
import { labelledBands } from './labelled-bands';
import { onRow, rowName, stackedAxes, suffixOf } from './series-rows';
import { COLORS } from './template';
import { thresholdLine } from './threshold-line';
import { timeTraces } from './time-traces';

/** One sensor or count of a `seriesPlot`. */
export interface SeriesChannel {
  /** With its unit: `Pressure (bar)`. */
  readonly name: string;
  /** Shape `[nSamples]`; NaN leaves a gap. */
  readonly values: ArrayLike<number>;
}

/** Options of `seriesPlot`. */
export interface SeriesOptions extends Omit<PlotOptions, 'yTitle'> {
  /** 1 during events, shape `[nSamples]`: shaded bands over all panels, by whether they were found. */
  readonly labels?: ArrayLike<number>;
  /** A panel of their own at the bottom, shape `[nSamples]`; higher is more anomalous. */
  readonly scores?: ArrayLike<number>;
  /** A dashed line; scores of at least this are flagged. */
  readonly threshold?: number;
  /** 1 where a detector says so, shape `[nSamples]`, instead of scores with a threshold. */
  readonly flags?: ArrayLike<number>;
  /** Whether `times` are epoch ms, UTC, or sample numbers. Default `ms`. */
  readonly timeUnit?: 'ms' | 'samples';
}

const OPTION_NAMES = [
  ...['labels', 'scores', 'threshold', 'flags', 'timeUnit'],
  ...['title', 'xTitle', 'width', 'height'],
];
const MAX_CHANNELS = 12;
const MAX_POINTS = 5400;
const MARGIN = { l: 60, r: 24, t: 84, b: 52 };

/**
 * A series as panels over one time axis: its channels, then the scores, with labelled events and what
 * was flagged.
 *
 * An event is found if any sample in it is flagged. A long series is cut to about 1800 points a panel
 * (fewer with many panels): from each stretch of time the highest and lowest value stay. More than 300
 * events are marked sample by sample.
 *
 * @param times epoch ms, UTC, or sample numbers, in any order, shape `[nSamples]`.
 * @throws {RangeError} if there are no channels or more than 12, lengths differ, a time is not finite,
 * a label or flag is neither 0 nor 1, or an option is unknown.
 * @example
 * seriesPlot(times, [{ name: 'Pressure (bar)', values }], { labels, scores, threshold });
 */
export function seriesPlot(
  times: ArrayLike<number>,
  channels: readonly SeriesChannel[],
  options: SeriesOptions = {},
): Figure {
  checkSeries(times, channels, options);
  const { labels, scores, threshold, flags, timeUnit = 'ms', ...others } = options;
  const order = Int32Array.from({ length: times.length }, (_, i) => i);
  order.sort((a, b) => times[a] - times[b]);
  const isFlagged = flaggedBy(options);
  const flagged = isFlagged ? order.filter(isFlagged) : order.subarray(0, 0);
  const bands = labels && labelledBands(times, labels, order);
  const labelled = labels && !bands ? order.filter((i) => labels[i] === 1) : order.subarray(0, 0);
  const events = labels ? eventsOf(Array.from(order, (i) => labels[i])) : [];
  const found = isFlagged && events.map((event) => holdsFlag(event, order, isFlagged));
  const rows = [...channels, ...(scores ? [{ name: 'Score', values: scores }] : [])];
  const line = { times, order, labelled, flagged, mode: 'lines' as const };
  const style = { limit: Math.min(1800, MAX_POINTS / rows.length), ...TIMES[timeUnit] };
  const data = rows.flatMap((row, i) => onRow(timeTraces({ ...line, ...row, ...style }), i));
  const { height = MARGIN.t + MARGIN.b + (rows.length === 1 ? 280 : 150 * rows.length) } = options;
  const axes = stackedAxes(rows, height - MARGIN.t - MARGIN.b);
  const cut = scores && threshold !== undefined ? thresholdLine('y', threshold).shapes : [];
  const scoreAxis = { yref: `y${suffixOf(rows.length - 1)}` };
  const defaults = {
    title: 'Series with events and detections',
    xTitle: style.xTitle,
    width: 900,
    height,
    summary: summaryOf(times.length, channels, events, found, flagged.length),
    xaxis: { ...style.axis, showgrid: false, anchor: `y${suffixOf(rows.length - 1)}` },
    yaxis: axes['yaxis'] as Record<string, unknown>,
    more: {
      ...axes,
      annotations: rows.map(rowName),
      shapes: [
        ...namedBands(bands ?? [], found),
        ...cut.map((shape) => ({ ...shape, ...scoreAxis })),
      ],
      margin: MARGIN,
      showlegend: true,
    },
  };
  return createFigure(data, defaults, others);
}

const TIMES = {
  ms: {
    timeFormat: '%{x|%Y-%m-%d %H:%M:%S}',
    xTitle: 'Time (UTC)',
    axis: { type: 'date' },
  },
  samples: { timeFormat: 'sample %{x}', xTitle: 'Sample', axis: {} },
};

function checkSeries(
  times: ArrayLike<number>,
  channels: readonly SeriesChannel[],
  options: SeriesOptions,
): void {
  checkOptionNames(options, OPTION_NAMES);
  checkFinite('times', times);
  if (channels.length < 1 || channels.length > MAX_CHANNELS) {
    throw new RangeError(`channels must be 1 to ${MAX_CHANNELS}, got ${channels.length}`);
  }
  for (const { name, values } of channels) checkLength(`values of ${name}`, values, times.length);
  const { labels, scores, flags, timeUnit = 'ms' } = options;
  for (const [name, values] of Object.entries({ labels, scores, flags })) {
    if (values) checkLength(name, values, times.length);
  }
  if (flags) eventsOf(flags, 'flags');
  if (!Object.hasOwn(TIMES, timeUnit)) {
    throw new RangeError(`timeUnit must be ms or samples, got ${timeUnit}`);
  }
}

function flaggedBy({ flags, scores, threshold }: SeriesOptions) {
  if (flags) return (i: number) => flags[i] === 1;
  if (scores && threshold !== undefined) return (i: number) => scores[i] >= threshold;
  return undefined;
}

function holdsFlag(
  { start, end }: SeriesEvent,
  order: Int32Array,
  isFlagged: (i: number) => boolean,
): boolean {
  return order.subarray(start, end).some(isFlagged);
}

/** Bands over all panels; each kind is named once, with its number. */
function namedBands(
  bands: readonly Record<string, unknown>[],
  found: readonly boolean[] | undefined,
): Record<string, unknown>[] {
  const kinds = bands.map((_, i) => (found ? (found[i] ? 'found' : 'missed') : 'labelled'));
  return bands.map((band, i) => {
    const kind = kinds[i];
    const count = formatNumber(kinds.filter((other) => other === kind).length);
    return {
      ...band,
      yref: 'paper',
      fillcolor: kind === 'missed' ? COLORS.purple : COLORS.orange,
      opacity: kind === 'missed' ? 0.45 : 0.3,
      name: kind === 'labelled' ? `labelled event (${count})` : `event, ${kind} (${count})`,
      showlegend: kinds.indexOf(kind) === i,
    };
  });
}

function summaryOf(
  nSamples: number,
  channels: readonly SeriesChannel[],
  events: readonly SeriesEvent[],
  found: readonly boolean[] | undefined,
  nFlagged: number,
): string {
  const names = channels.map(({ name }) => name).join(', ');
  const parts = [`${formatNumber(nSamples)} samples of ${names}`];
  if (events.length > 0) parts.push(`${formatNumber(events.length)} labelled events`);
  if (found) {
    const nFound = found.filter(Boolean).length;
    parts.push(`${formatNumber(nFlagged)} samples flagged, ${formatNumber(nFound)} events found`);
  }
  return `${parts.join('; ')}.`;
}
