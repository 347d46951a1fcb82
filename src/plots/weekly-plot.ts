import { checkInteger, checkList, checkOptionNames } from '../check-options';
import type { Interval } from '../evaluate/interval';
import { checkFinite, checkLength } from './check';
import { bandTrace } from './curve-band';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { COLORS, COLORWAY } from './template';

/** One method of a `weeklyPlot`. */
export interface WeeklyLine {
  readonly name: string;
  /** One a week: with its interval or without, or null where there is none. Shape `[nWeeks]`. */
  readonly values: readonly (Interval | number | null)[];
  /** Which of the eight colours, from 0, so that a method has the same in several figures. Default its place among the lines. */
  readonly color?: number;
}

/** Options of `weeklyPlot`. */
export interface WeeklyOptions extends PlotOptions {
  /** Number of the first week. Default 0. */
  readonly firstWeek?: number;
  /** Both ends of the vertical axis; what is beyond is cut off. Default: room for all. */
  readonly range?: readonly [number, number];
  /** What happens at the start of a week, as upright lines named in the legend. */
  readonly marks?: readonly { readonly week: number; readonly name: string }[];
}

const OPTION_NAMES = [
  ...['firstWeek', 'range', 'marks'],
  ...['title', 'xTitle', 'yTitle', 'width', 'height'],
];

/** Room for two lines of legend under the title. */
const MARGIN = { l: 60, r: 24, t: 88, b: 52 };

/**
 * A figure of several methods week by week, as lines with the bands of their intervals.
 *
 * A line and its band have a gap where a week has no value; a week alone between two gaps is a dot without a band.
 *
 * @throws {RangeError} if there are no lines, one has other weeks than the first, none of its values is a number, one is not finite, an
 * interval does not hold its estimate, or an option is unknown or out of range.
 * @throws {TypeError} if the lines or the values of one are no list.
 * @example
 * const { rows } = await streamDriftExperiment({ seeds: [1, 2, 3] });
 * const own = rows.filter(({ method }) => method === 'isolation forest: frozen');
 * weeklyPlot([{ name: 'frozen', values: own.map(({ falseAlarms }) => falseAlarms) }], { firstWeek: own[0].week });
 */
export function weeklyPlot(lines: readonly WeeklyLine[], options: WeeklyOptions = {}): Figure {
  checkLines(lines);
  const { firstWeek, range, marks, others } = checkOptions(options);
  const colors = lines.map(({ color }, i) => COLORWAY[(color ?? i) % COLORWAY.length]);
  const bands = lines.flatMap((line, i) =>
    bandsOf(line, firstWeek).map((band) => ({ band, name: line.name, color: colors[i] })),
  );
  const data = [
    ...bands.map(({ band, name, color }, i) => bandTrace(band, name, color, i === 0)),
    ...lines.map((line, i) => lineOf(line, firstWeek, colors[i])),
  ];
  const defaults = {
    title: 'Week by week',
    xTitle: 'Week',
    width: 800,
    summary: summaryOf(lines, firstWeek),
    ...(range && { yaxis: { range: [...range] } }),
    more: { shapes: marks.map(markOf), margin: MARGIN, showlegend: true },
  };
  return createFigure(data, defaults, others);
}

function checkLines(lines: readonly WeeklyLine[]): void {
  checkList('lines', lines);
  if (lines.length === 0) throw new RangeError('lines must not be empty, got []');
  for (const { name, values, color = 0 } of lines) {
    checkList(`values of ${name}`, values);
    checkLength(`values of ${name}`, values, lines[0].values.length);
    checkInteger(`color of ${name}`, color, 0);
    checkFinite(`values of ${name}`, estimatesOf(values));
    for (const value of values) {
      if (value === null || typeof value === 'number') continue;
      const { estimate, lower, upper } = value;
      if (lower <= estimate && estimate <= upper) continue;
      throw new RangeError(`interval of ${name} must hold ${estimate}, got [${lower}, ${upper}]`);
    }
  }
}

function checkOptions(options: WeeklyOptions) {
  checkOptionNames(options, OPTION_NAMES);
  const { firstWeek = 0, range, marks = [], ...others } = options;
  checkInteger('firstWeek', firstWeek, 0);
  if (range !== undefined && !(range[0] < range[1])) {
    throw new RangeError(`range must be two ends, the lower first, got ${range}`);
  }
  checkList('marks', marks);
  for (const { week, name } of marks) checkFinite(`week of ${name}`, [week]);
  return { firstWeek, range, marks, others };
}

/** Those that there are. */
function estimatesOf(values: WeeklyLine['values']): number[] {
  return values.flatMap((value) => (value === null ? [] : [estimateOf(value)]));
}

function estimateOf(value: Interval | number): number {
  return typeof value === 'number' ? value : value.estimate;
}

/** A band for each run of weeks with an interval. */
function bandsOf({ values }: WeeklyLine, firstWeek: number) {
  const runs: { week: number; interval: Interval }[][] = [[]];
  values.forEach((value, i) => {
    if (value === null || typeof value === 'number') runs.push([]);
    else runs[runs.length - 1].push({ week: firstWeek + i, interval: value });
  });
  return runs
    .filter((run) => run.length > 0)
    .map((run) => ({
      positions: Float64Array.from(run, ({ week }) => week),
      lower: Float64Array.from(run, ({ interval }) => interval.lower),
      upper: Float64Array.from(run, ({ interval }) => interval.upper),
      level: run[0].interval.level,
    }));
}

function lineOf({ name, values }: WeeklyLine, firstWeek: number, color: string): Data {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: plainText(name),
    x: values.map((_, i) => firstWeek + i),
    y: values.map((value) => (value === null ? null : roundNumber(estimateOf(value)))),
    customdata: values.map(rangeText),
    line: { color, width: 2 },
    marker: { color, size: 4 },
    hovertemplate: 'week %{x}: %{y:.4~g}%{customdata}',
  };
}

function rangeText(value: Interval | number | null): string {
  if (value === null || typeof value === 'number') return '';
  return `, ${formatNumber(value.lower)} to ${formatNumber(value.upper)}`;
}

/** An upright line; all have one style, and the legend tells which is which by its order. */
function markOf({ week, name }: { readonly week: number; readonly name: string }) {
  return {
    type: 'line',
    x0: roundNumber(week),
    x1: roundNumber(week),
    yref: 'y domain',
    y0: 0,
    y1: 1,
    line: { color: COLORS.black, width: 1.2, dash: 'dash' },
    name: plainText(name),
    showlegend: true,
  };
}

function summaryOf(lines: readonly WeeklyLine[], firstWeek: number): string {
  const means = lines.map(({ name, values }) => {
    const own = estimatesOf(values);
    const mean = own.reduce((sum, value) => sum + value / own.length, 0);
    return `${name} ${formatNumber(mean)}, last ${formatNumber(own[own.length - 1])}`;
  });
  const last = firstWeek + lines[0].values.length - 1;
  return `Weeks ${firstWeek} to ${last}, mean of ${means.join('; ')}.`;
}
