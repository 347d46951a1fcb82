import { checkFinite } from './check';
import { createFigure, type Data, type Figure, type PlotOptions } from './figure';
import { formatNumber, plainText, roundNumber } from './format';
import { nameLines, rowHeight } from './name-lines';
import { COLORS, NAMES_AXIS } from './template';

/** One line of an `intervalPlot`. */
export interface IntervalEntry {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Options of `intervalPlot`. */
export interface IntervalOptions extends PlotOptions {
  /** Where the dashed line of no difference stands. Default 0. */
  readonly reference?: number;
}

/** The sides of the line, by colour. */
const SIDES = [
  {
    name: 'higher',
    color: COLORS.blue,
    holds: (low: number, _: number, line: number) => low > line,
  },
  {
    name: 'cannot tell',
    color: COLORS.grey,
    holds: (low: number, high: number, line: number) => low <= line && high >= line,
  },
  {
    name: 'lower',
    color: COLORS.vermillion,
    holds: (_: number, high: number, line: number) => high < line,
  },
] as const;

/**
 * Estimates with their intervals as dots with lines, the first on top, beside the line of no
 * difference: of each, whether it is higher, lower, or cannot be told.
 *
 * @throws {RangeError} if there are no entries, a number is not finite, or an interval does not hold
 * its estimate.
 */
export function intervalPlot(
  entries: readonly IntervalEntry[],
  options: IntervalOptions = {},
): Figure {
  const { reference = 0, ...others } = options;
  if (entries.length === 0) throw new RangeError('entries must not be empty, got []');
  for (const entry of entries) checkEntry(entry);
  const data = SIDES.flatMap(({ name, color, holds }) => {
    const rows = [...entries.keys()].filter((i) =>
      holds(entries[i].lower, entries[i].upper, reference),
    );
    return rows.length === 0 ? [] : [dotsOf(entries, rows, name, color)];
  });
  const names = entries.map(({ name }) => nameLines(name, 40));
  const ends = entries.flatMap(({ lower, upper }) => [lower, upper]);
  const [low, high] = [Math.min(reference, ...ends), Math.max(reference, ...ends)];
  const room = 0.05 * (high - low || 1);
  const defaults = {
    title: 'Difference to the baseline',
    xTitle: 'Difference',
    height: Math.max(240, 150 + rowHeight(names, 30) * entries.length),
    summary: summaryOf(entries, reference),
    xaxis: { range: [roundNumber(low - room), roundNumber(high + room)] },
    yaxis: {
      ...NAMES_AXIS,
      tickvals: [...entries.keys()],
      ticktext: names,
      range: [entries.length - 0.5, -0.5],
    },
    more: { shapes: [lineAt(reference)], showlegend: true },
  };
  return createFigure(data, defaults, others);
}

function checkEntry({ name, estimate, lower, upper }: IntervalEntry): void {
  checkFinite(name, [estimate, lower, upper]);
  if (!(lower <= estimate && estimate <= upper)) {
    throw new RangeError(`interval of ${name} must hold ${estimate}, got [${lower}, ${upper}]`);
  }
}

function dotsOf(
  entries: readonly IntervalEntry[],
  rows: readonly number[],
  name: string,
  color: string,
): Data {
  const of = (value: (entry: IntervalEntry) => number) =>
    rows.map((i) => roundNumber(value(entries[i])));
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: of(({ estimate }) => estimate),
    y: [...rows],
    error_x: {
      type: 'data',
      symmetric: false,
      array: of(({ estimate, upper }) => upper - estimate),
      arrayminus: of(({ estimate, lower }) => estimate - lower),
      color,
      thickness: 2,
      width: 5,
    },
    marker: { color, size: 9 },
    customdata: rows.map((i) => [plainText(entries[i].name), rangeOf(entries[i])]),
    hovertemplate: '%{customdata[0]}: %{x:.4~g}, %{customdata[1]}<extra></extra>',
  };
}

function lineAt(reference: number): Record<string, unknown> {
  return {
    type: 'line',
    x0: roundNumber(reference),
    x1: roundNumber(reference),
    yref: 'y domain',
    y0: 0,
    y1: 1,
    line: { color: COLORS.black, width: 1.2, dash: 'dash' },
  };
}

function rangeOf({ lower, upper }: IntervalEntry): string {
  return `${formatNumber(lower)} to ${formatNumber(upper)}`;
}

function summaryOf(entries: readonly IntervalEntry[], reference: number): string {
  const listed = entries
    .slice(0, 10)
    .map((entry) => `${entry.name} ${formatNumber(entry.estimate)} (${rangeOf(entry)})`);
  const rest = entries.length > 10 ? `, and ${entries.length - 10} more` : '';
  return `Intervals beside ${formatNumber(reference)}: ${listed.join(', ')}${rest}.`;
}
