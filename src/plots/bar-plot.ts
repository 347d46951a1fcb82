import { checkFinite, checkLength } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber, roundNumbers, shorten } from './format';
import { nameLines, rowHeight } from './name-lines';
import { COLORS, NAMES_AXIS } from './template';

/** Options of `barPlot`. */
export interface BarOptions extends PlotOptions {
  /** Colour of the bars, as CSS has it: `coral`, `#4682B4`. Default blue. */
  readonly color?: string;
  /** Lower and upper end of each bar's interval, e.g. a 95 % confidence interval. */
  readonly intervals?: readonly (readonly [low: number, high: number])[];
  /** Lies the bars down, the first on top: for long names. Default false. */
  readonly horizontal?: boolean;
  /** Order of the bars: the highest value first, or as given. Default: as given. */
  readonly sort?: 'descending';
  /** Title of the axis of values, with its unit; the axis of names needs none. */
  readonly valueTitle?: string;
}

/**
 * One bar a name, in the order given or, with `sort`, by value.
 *
 * Long names stand in lines beside lying bars, and lose their middle below upright ones; under the mouse
 * they are whole. The number stands at the end of each bar, unless there are intervals or more than 30 bars.
 *
 * @throws {RangeError} if lengths differ, there are no bars, a number is not finite, or an interval
 * does not hold its value.
 */
export function barPlot(
  names: readonly string[],
  values: ArrayLike<number>,
  options: BarOptions = {},
): Figure {
  const { intervals, horizontal = false, valueTitle = 'Value' } = options;
  checkFinite('values', values);
  checkLength('names', names, values.length);
  if (intervals) checkIntervals(intervals, values);
  if (options.sort === 'descending') return descending(names, values, options);
  const positions = names.map((_, i) => i);
  const ticktext = names.map((name) =>
    horizontal ? nameLines(name, 40) : plainText(shorten(name)),
  );
  const nameAxis = {
    tickvals: positions,
    ticktext,
    ...NAMES_AXIS,
    range: horizontal ? [names.length - 0.5, -0.5] : [-0.5, names.length - 0.5],
  };
  const valueAxis = {
    range: valueRange(values, intervals, !horizontal),
    zeroline: true,
    zerolinecolor: '#444444',
  };
  const defaults = {
    title: 'Comparison',
    xTitle: horizontal ? valueTitle : '',
    yTitle: horizontal ? '' : valueTitle,
    height: horizontal ? Math.max(220, 120 + rowHeight(ticktext, 26) * names.length) : 420,
    summary: summaryOf(names, values),
    xaxis: horizontal ? valueAxis : nameAxis,
    yaxis: horizontal ? nameAxis : valueAxis,
  };
  return createFigure([barsOf(names, values, options)], defaults, options);
}

/** Equal values stay in the order given. */
function descending(
  names: readonly string[],
  values: ArrayLike<number>,
  { intervals, sort: _, ...others }: BarOptions,
): Figure {
  const order = names.map((_, i) => i).sort((a, b) => values[b] - values[a]);
  const [sortedNames, sortedValues] = [order.map((i) => names[i]), order.map((i) => values[i])];
  return barPlot(sortedNames, sortedValues, {
    ...others,
    ...(intervals && { intervals: order.map((i) => intervals[i]) }),
  });
}

function barsOf(names: readonly string[], values: ArrayLike<number>, options: BarOptions): Data {
  const { intervals, horizontal = false } = options;
  const positions = names.map((_, i) => i);
  const heights = roundNumbers(values);
  const texts = Array.from(values, (value) => formatNumber(value));
  const numbered = !intervals && names.length <= 30;
  return {
    type: 'bar',
    orientation: horizontal ? 'h' : 'v',
    x: horizontal ? heights : positions,
    y: horizontal ? positions : heights,
    customdata: names.map((name, i) => [plainText(name), texts[i]]),
    hovertemplate: '%{customdata[0]}: %{customdata[1]}<extra></extra>',
    marker: { color: options.color ?? COLORS.blue },
    cliponaxis: false,
    ...(numbered && { text: texts, textposition: 'outside', textangle: 0 }),
    ...(intervals && { [horizontal ? 'error_x' : 'error_y']: errorBars(intervals, values) }),
  };
}

/** From zero past the ends, with room for the numbers at the bars' ends. */
function valueRange(
  values: ArrayLike<number>,
  intervals: BarOptions['intervals'],
  upright: boolean,
): [number | null, number | null] {
  const ends = [...Array.from(values), ...(intervals?.flat() ?? [])];
  const low = ends.reduce((least, end) => Math.min(least, end), 0);
  const high = ends.reduce((most, end) => Math.max(most, end), 0);
  const nLetters = Math.max(...Array.from(values, (value) => formatNumber(value).length));
  const room = (high - low || 1) * (upright ? 0.08 : 0.02 * nLetters);
  return [
    low < 0 ? roundNumber(low - room) : 0,
    high > 0 || low === 0 ? roundNumber(high + room) : 0,
  ];
}

function errorBars(
  intervals: readonly (readonly [number, number])[],
  values: ArrayLike<number>,
): Record<string, unknown> {
  return {
    type: 'data',
    symmetric: false,
    array: intervals.map(([, high], i) => roundNumber(high - values[i])),
    arrayminus: intervals.map(([low], i) => roundNumber(values[i] - low)),
    color: COLORS.black,
    thickness: 1.2,
    width: 5,
  };
}

function checkIntervals(
  intervals: readonly (readonly [number, number])[],
  values: ArrayLike<number>,
): void {
  checkLength('intervals', intervals, values.length);
  intervals.forEach(([low, high], i) => {
    if (!(low <= values[i] && values[i] <= high)) {
      throw new RangeError(`interval ${i} must hold ${values[i]}, got [${low}, ${high}]`);
    }
  });
}

function summaryOf(names: readonly string[], values: ArrayLike<number>): string {
  const listed = names.slice(0, 10).map((name, i) => `${name} ${formatNumber(values[i])}`);
  const rest = names.length > 10 ? `, and ${names.length - 10} more` : '';
  return `Bars: ${listed.join(', ')}${rest}.`;
}
