import { checkFinite } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { nameLines } from './name-lines';
import { COLORS, COLORWAY, NAMES_AXIS } from './template';

/** One bar of a `groupedBarPlot`. */
export interface GroupedBar {
  /** Which bars stand together: a model. */
  readonly group: string;
  /** Which bars have the same colour: a metric. */
  readonly series: string;
  readonly value: number;
  /** Ends of the bar's interval; both or neither. */
  readonly lower?: number;
  readonly upper?: number;
}

/** Options of `groupedBarPlot`. */
export interface GroupedBarOptions extends PlotOptions {
  /** Ends of the axis of values, with 0 in it. Default: from the bars and intervals. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * Bars in groups: each model's metrics side by side.
 *
 * Groups and series stand in the order in which they first come; a bar that is not there leaves a
 * gap. Names over 12 characters are broken into lines. The legend stands at the right, clear of the
 * title however long; the axis of values has a title only if `yTitle` gives one.
 *
 * @throws {RangeError} if there are no bars, one comes twice, a number is not finite, an interval
 * does not hold its value, or the range has no 0 in it.
 */
export function groupedBarPlot(
  bars: readonly GroupedBar[],
  options: GroupedBarOptions = {},
): Figure {
  const { range, ...others } = options;
  checkBars(bars);
  if (range && !(range[0] <= 0 && range[1] >= 0 && range[0] < range[1])) {
    throw new RangeError(`range must hold 0, got [${range[0]}, ${range[1]}]`);
  }
  const groups = [...new Set(bars.map(({ group }) => group))];
  const series = [...new Set(bars.map((bar) => bar.series))];
  const data = series.map((name, i) => {
    const own = bars.filter((bar) => bar.series === name);
    return traceOf(name, own, groups, COLORWAY[i % COLORWAY.length]);
  });
  const defaults = {
    title: 'Comparison',
    width: Math.min(1200, Math.max(700, 200 + groups.length * (30 + 22 * series.length))),
    summary: summaryOf(bars),
    xaxis: {
      ...NAMES_AXIS,
      tickvals: [...groups.keys()],
      ticktext: groups.map((group) => nameLines(group, 12)),
      tickangle: 0,
      range: [-0.5, groups.length - 0.5],
    },
    yaxis: { range: range ?? rangeOf(bars), zeroline: true, zerolinecolor: '#444444' },
    more: { barmode: 'group', bargroupgap: 0.06, showlegend: true, legend: LEGEND },
  };
  return createFigure(data, defaults, others);
}

const LEGEND = { orientation: 'v', x: 1.02, xanchor: 'left', y: 1, yanchor: 'top' };

function checkBars(bars: readonly GroupedBar[]): void {
  if (bars.length === 0) throw new RangeError('bars must not be empty, got []');
  const seen = new Set<string>();
  for (const { group, series, value, lower = value, upper = value } of bars) {
    const name = `${series} of ${group}`;
    if (seen.has(name)) throw new RangeError(`${name} must come once, got it twice`);
    seen.add(name);
    checkFinite(name, [value, lower, upper]);
    if (!(lower <= value && value <= upper)) {
      throw new RangeError(`interval of ${name} must hold ${value}, got [${lower}, ${upper}]`);
    }
  }
}

function traceOf(
  name: string,
  bars: readonly GroupedBar[],
  groups: readonly string[],
  color: string,
): Data {
  const hasIntervals = bars.some(({ lower, upper }) => lower !== undefined || upper !== undefined);
  const intervals = {
    type: 'data',
    symmetric: false,
    array: bars.map(({ value, upper = value }) => roundNumber(upper - value)),
    arrayminus: bars.map(({ value, lower = value }) => roundNumber(value - lower)),
    color: COLORS.black,
    thickness: 1.2,
    width: 3,
  };
  return {
    type: 'bar',
    name: plainText(name),
    x: bars.map(({ group }) => groups.indexOf(group)),
    y: bars.map(({ value }) => roundNumber(value)),
    customdata: bars.map((bar) => [plainText(bar.group), wordsOf(bar)]),
    hovertemplate: '%{customdata[0]}: %{customdata[1]}',
    marker: { color },
    ...(hasIntervals && { error_y: intervals }),
  };
}

/** From zero past the ends. */
function rangeOf(bars: readonly GroupedBar[]): [number | null, number | null] {
  const ends = bars.flatMap(({ value, lower = value, upper = value }) => [lower, upper]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.05 * (high - low || 1);
  return [
    low < 0 ? roundNumber(low - room) : 0,
    high > 0 || low === 0 ? roundNumber(high + room) : 0,
  ];
}

function wordsOf({ value, lower, upper }: GroupedBar): string {
  const interval =
    lower === undefined || upper === undefined
      ? ''
      : ` (${formatNumber(lower)} to ${formatNumber(upper)})`;
  return `${formatNumber(value)}${interval}`;
}

function summaryOf(bars: readonly GroupedBar[]): string {
  const listed = bars.slice(0, 20).map((bar) => `${bar.group} ${bar.series} ${wordsOf(bar)}`);
  const rest = bars.length > 20 ? `, and ${bars.length - 20} more` : '';
  return `Bars: ${listed.join(', ')}${rest}.`;
}
