import { compareWithBaseline } from '../evaluate/compare-with-baseline';
import { meanOfSome } from '../evaluate/comparison/compared-row';
import { meanInterval } from '../evaluate/mean-interval';
import type { Repeats } from '../evaluate/repeat-over-seeds';
import type { CloudTrailBenchmark } from '../pipeline/cloudtrail/benchmark';
import type { TableRow } from '../plots/table';
import { monthRows, quarterRows } from './cloudtrail-period-tables';

const FIGURES = [
  'macro F1',
  'average precision',
  'recall at 1 %',
  'recall at 10 alerts a day',
  'false positive rate',
  'attacks found',
  'new attacks found',
  'delay',
];
const COMPARED = ['macro F1', 'recall at 1 %', 'attacks found'];
const RATES = ['at 1 %', 'at 5 %', 'at 1 %, without', 'at 5 %, without'];
/** A table and what it shows. */
export interface CaptionedTable {
  readonly caption: string;
  readonly rows: readonly TableRow[];
}

/** The tables of a benchmark. */
export function benchmarkTables(results: CloudTrailBenchmark): CaptionedTable[] {
  const { generated, months, reliability, found, crossed, retrained, quarters } = results;
  const mean = `mean of ${generated.seeds.length} seeds ± half a 95 % interval`;
  const classes = Object.keys(generated.values['LSTM']).filter((name) =>
    /^recall [A-Z]/.test(name),
  );
  const tables: [caption: string, rows: TableRow[]][] = [
    [`Synthetic events, the last of three years: ${mean}`, meansOf(generated, FIGURES)],
    ['Less the LSTM, seed by seed: mean and 95 % interval', differencesOf(generated)],
    ['Within the first seed: 95 % bootstrap intervals', intervalsOf(results)],
    [`Events of each class that are flagged and named right: ${mean}`, meansOf(generated, classes)],
    ['Share of the attacks of each technique that is found: mean', techniquesOf(generated)],
    ...Object.entries(months).map(([name, runs]): [string, TableRow[]] => [
      `${name} by month: mean; the threshold is from the first half year`,
      monthRows(runs),
    ]),
    [
      `Calibration of the LSTM in the last year: ${mean}`,
      meansOf(reliability, ['error', 'brierScore']),
    ],
  ];
  if (retrained) tables.push([`Upkeep, the last year: ${mean}`, meansOf(retrained, FIGURES)]);
  if (quarters) {
    tables.push(['Upkeep, macro F1 by quarter: mean', quarterRows(quarters, 'macroF1')]);
    tables.push(['Upkeep, attacks found by quarter: mean', quarterRows(quarters, 'attacksFound')]);
  }
  if (found) tables.push(['Techniques found in the other events, by seed: mean', foundRows(found)]);
  if (crossed) {
    const caption = `Trained on the other events, judged on the last synthetic year: ${mean}`;
    tables.push([caption, meansOf(crossed, FIGURES)]);
  }
  return tables.map(([caption, rows]) => ({ caption, rows }));
}

function meansOf({ values }: Repeats, figures: readonly string[]): TableRow[] {
  return Object.entries(values).map(([method, metrics]) => ({
    method,
    ...Object.fromEntries(figures.map((figure) => [figure, meanText(metrics[figure])])),
  }));
}

function meanText(values: readonly number[], digits: number = 3): string {
  const { estimate, upper } = meanInterval(values);
  return `${estimate.toFixed(digits)} ± ${(upper - estimate).toFixed(digits)}`;
}

function differencesOf(repeats: Repeats): TableRow[] {
  const rows = compareWithBaseline(repeats, { baseline: 'LSTM', metrics: COMPARED });
  const others = Object.keys(repeats.values).filter((name) => name !== 'LSTM');
  return others.map((method) => ({
    method,
    ...Object.fromEntries(
      rows
        .filter((row) => row.method === method)
        .map((row) => [
          row.metric,
          rangeText(row.difference, row.differenceLower, row.differenceUpper),
        ]),
    ),
  }));
}

function intervalsOf({ intervals }: CloudTrailBenchmark): TableRow[] {
  return Object.entries(intervals[0]).map(([method, figures]) => ({
    method,
    ...Object.fromEntries(
      Object.entries(figures).map(([name, { estimate, lower, upper }]) => [
        name,
        rangeText(estimate, lower, upper),
      ]),
    ),
  }));
}

function rangeText(estimate: number, lower: number, upper: number): string {
  return `${estimate.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
}

/** One technique a row, some methods a column. */
function techniquesOf({ values }: Repeats): TableRow[] {
  const methods = ['new call, errors and writes', 'isolation forest', 'LSTM on one event', 'LSTM'];
  const figures = Object.keys(values['LSTM']).filter((name) => name.startsWith('recall aws.'));
  return figures.map((figure) => ({
    technique: figure.slice('recall '.length),
    ...Object.fromEntries(
      methods.map((method) => [method, meanOfSome(values[method][figure])?.toFixed(2)]),
    ),
  }));
}

/** Counts, with the mean ends of the bootstrap intervals. */
function foundRows({ values }: Repeats): TableRow[] {
  return Object.entries(values).map(([method, figures]) => ({
    method,
    ...Object.fromEntries(
      RATES.filter((rate) => rate in figures).map((rate) => {
        const [count, lower, upper] = [rate, `${rate}, lower`, `${rate}, upper`].map((name) =>
          meanOfSome(figures[name])!.toFixed(1),
        );
        return [rate, `${figures[rate].join(' ')}: ${count} (${lower} to ${upper})`];
      }),
    ),
  }));
}
