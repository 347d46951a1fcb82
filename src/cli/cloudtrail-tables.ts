import { compareWithBaseline } from '../evaluate/compare-with-baseline';
import { meanInterval } from '../evaluate/mean-interval';
import type { Repeats } from '../evaluate/repeat-over-seeds';
import type { CloudTrailBenchmark } from '../pipeline/cloudtrail/benchmark';
import type { ThreatPeriod } from '../pipeline/cloudtrail/threats-by-month';
import { formatTable, type TableRow, tableToMarkdown, tableToText } from '../plots/table';

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
const MONTH_FIGURES = [
  ...['accuracy', 'mostFrequentAccuracy', 'balancedAccuracy', 'macroF1'],
  ...['falsePositiveRate', 'recall', 'attacksFound'],
] as const;

/** The tables of a benchmark, each after what it shows. */
export function benchmarkTables(results: CloudTrailBenchmark, isMarkdown: boolean): string[] {
  const { generated, months, reliability, found, crossed, retrained } = results;
  const nSeeds = generated.seeds.length;
  const seeds = `mean of ${nSeeds} seeds ± half a 95 % interval`;
  const write = (caption: string, rows: readonly TableRow[]) => {
    const table = formatTable(rows, { maxRows: rows.length });
    return [`${caption}\n`, `${isMarkdown ? tableToMarkdown(table) : tableToText(table)}\n`];
  };
  const perClass = Object.keys(generated.values['LSTM']).filter((name) =>
    /^recall [A-Z]/.test(name),
  );
  return [
    ...write(`Synthetic events, the last of three years: ${seeds}`, meansOf(generated, FIGURES)),
    ...write('Less the LSTM, seed by seed: mean and 95 % interval', differencesOf(generated)),
    ...write(`Within the first seed: 95 % bootstrap intervals`, intervalsOf(results)),
    ...write(
      `Recall of classes, named right at the threshold: ${seeds}`,
      meansOf(generated, perClass),
    ),
    ...write('Share of the attacks of each technique that is found: mean', techniquesOf(generated)),
    ...Object.entries(months).flatMap(([name, runs]) =>
      write(`${name} by month, mean; the threshold is from the first half year`, monthRows(runs)),
    ),
    ...write(
      `Calibration of the LSTM in the last year: ${seeds}`,
      meansOf(reliability, ['error', 'brierScore']),
    ),
    ...(retrained
      ? write(`Upkeep every quarter, the last year: ${seeds}`, meansOf(retrained, FIGURES))
      : []),
    ...(found ? write(`Techniques found in the other events: ${seeds}`, foundRows(found)) : []),
    ...(crossed
      ? write(
          `Trained on the other events, judged on the last synthetic year: ${seeds}`,
          meansOf(crossed, FIGURES),
        )
      : []),
  ];
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
      methods.map((method) => [method, meanOf(values[method][figure])?.toFixed(2)]),
    ),
  }));
}

function monthRows(seeds: readonly (readonly ThreatPeriod[])[]): TableRow[] {
  return seeds[0].map(({ month }, k) => ({
    month,
    attacks: meanOf(seeds.map((periods) => periods[k].nAttacks))?.toFixed(1),
    ...Object.fromEntries(
      MONTH_FIGURES.map((figure) => {
        const known = seeds.map((periods) => periods[k][figure]).filter((value) => value !== null);
        return [figure, meanOf(known)?.toFixed(3) ?? ''];
      }),
    ),
  }));
}

/** Undefined of none. */
function meanOf(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Counts, with the mean ends of the bootstrap intervals. */
function foundRows({ values }: Repeats): TableRow[] {
  return Object.entries(values).map(([method, figures]) => ({
    method,
    ...Object.fromEntries(
      RATES.filter((rate) => rate in figures).map((rate) => {
        const [count, lower, upper] = [rate, `${rate}, lower`, `${rate}, upper`].map((name) =>
          meanOf(figures[name])!.toFixed(1),
        );
        return [rate, `${figures[rate].join(' ')}: ${count} (${lower} to ${upper})`];
      }),
    ),
  }));
}
