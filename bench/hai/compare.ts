import { compareWithBaseline } from '../../src/evaluate/compare-with-baseline';
import type { Repeats } from '../../src/evaluate/repeat-over-seeds';
import { meanOf } from '../../src/features/mean';
import type { ProcessResult } from '../../src/pipeline/process/experiment';
import { formatTable, type TableRow, tableToMarkdown } from '../../src/plots/table';

/** What the issue is about, to the letter. */
const NAMED = ['mahalanobis', 'pcaReconstruction'];

/** A figure on a test, by a threshold that was chosen elsewhere, or by none. */
interface Compared {
  readonly title: string;
  readonly figure: 'eTaF1' | 'vusPr';
  readonly test: 'test1' | 'test2';
  /** Any, where the figure needs no threshold. */
  readonly rule?: ProcessResult['rule'];
}

const COMPARED: readonly Compared[] = [
  ...onBoth('VUS-PR', { figure: 'vusPr' }),
  ...onBoth('eTaPR F1, POT', { figure: 'eTaF1', rule: 'POT' }),
  ...onBoth('eTaPR F1, mean + 3σ', { figure: 'eTaF1', rule: 'mean + 3σ' }),
  { title: 'eTaPR F1, best G-mean', figure: 'eTaF1', test: 'test2', rule: 'best G-mean' },
];

function onBoth(title: string, others: Omit<Compared, 'title' | 'test'>): Compared[] {
  return [
    { title, test: 'test1', ...others },
    { title, test: 'test2', ...others },
  ];
}

/** Of all seeds, one list a seed. */
type Results = readonly (readonly ProcessResult[])[];

/** The figures that both a network and another method have, and the best of each side. */
interface Match extends Compared {
  readonly repeats: Repeats;
  readonly bestNetwork: string;
  readonly bestOther: string;
}

/** What wins: a sentence and a table, each figure a row; or why there is none. */
export function winners(results: Results, seeds: readonly number[]): string {
  const matches = seeds.length < 2 ? [] : matchesOf(results, seeds);
  if (matches.length === 0) return 'One seed is not enough to say, or there is nothing to compare.';
  const rows = matches.map(({ title, test, repeats, bestNetwork, bestOther }) => {
    const compared = compareWithBaseline(repeats, { baseline: bestOther });
    const of = (name: string) => compared.find(({ method }) => method === name)!;
    return { title, test, network: of(bestNetwork), other: of(bestOther) };
  });
  const nWon = rows.filter(({ network }) => network.difference > 0).length;
  const nClear = rows.filter(({ network }) => network.differenceUpper < 0).length;
  const claim =
    nWon === 0
      ? `Baselines win: no network has the best mean in any of ${rows.length} figures`
      : `A network has the best mean in ${nWon} of ${rows.length} figures`;
  const table = rows.map(({ title, test, network, other }) => ({
    ...{ figure: title, test },
    'best that is no network': `${other.method}: ${other.mean.toFixed(3)}`,
    'best network': `${network.method}: ${network.mean.toFixed(3)}`,
    'network less the other': interval(
      ...([network.difference, network.differenceLower, network.differenceUpper] as const),
    ),
  }));
  return `**${claim}**; in ${nClear} of them the whole interval of the difference is below 0.\n\n${markdown(table)}`;
}

/** Every method that all seeds have, test1 beside test2; the best of a column has a star. */
export function testsSideBySide(results: Results): string {
  const columns = COMPARED.map((compared) => {
    const values = comparedValues(results, compared);
    const means = Object.entries(values).map(
      ([name, one]) => [name, meanOf(one['figure'])] as const,
    );
    const best = Math.max(...means.map(([, mean]) => mean));
    const cells = means.map(([name, mean]) => [
      name,
      mean === best ? `${mean.toFixed(3)} ★` : mean.toFixed(3),
    ]);
    return { name: `${compared.title}, ${compared.test}`, cells: Object.fromEntries(cells) };
  });
  const methods = [...new Set(columns.flatMap(({ cells }) => Object.keys(cells)))];
  return markdown(
    methods.map((method) => ({
      method,
      ...Object.fromEntries(columns.map(({ name, cells }) => [name, cells[method] ?? '–'])),
    })),
  );
}

/** A table a figure, or why there is none. */
export function comparisons(results: Results, seeds: readonly number[]): string {
  if (seeds.length < 2) return 'One seed is not enough to say.';
  const sections = matchesOf(results, seeds).map(
    (match) => `### ${match.title}, ${match.test}\n\n${markdown(comparisonRows(match))}`,
  );
  return sections.join('\n\n') || 'There is no network to compare.';
}

export function markdown(rows: readonly TableRow[]): string {
  return tableToMarkdown(formatTable(rows, { maxRows: rows.length })).trim();
}

function matchesOf(results: Results, seeds: readonly number[]): Match[] {
  return COMPARED.flatMap((compared) => {
    const repeats = { seeds, values: comparedValues(results, compared) };
    const methods = Object.keys(repeats.values);
    const others = methods.filter((method) => !isNetwork(method));
    if (others.length === 0 || others.length === methods.length) return [];
    const bestOf = (names: readonly string[]) =>
      names.reduce((a, b) => (meanOfMethod(repeats, b) > meanOfMethod(repeats, a) ? b : a));
    const bestNetwork = bestOf(methods.filter(isNetwork));
    return [{ ...compared, repeats, bestNetwork, bestOther: bestOf(others) }];
  });
}

const isNetwork = (method: string): boolean => method.startsWith('lstm');

function meanOfMethod({ values }: Repeats, method: string): number {
  return meanOf(values[method]['figure']);
}

/** The networks, and above them what they are compared with. */
function comparisonRows({ repeats, bestOther }: Match): TableRow[] {
  const methods = Object.keys(repeats.values);
  const baselines = [...new Set([...NAMED.filter((name) => methods.includes(name)), bestOther])];
  const compared = baselines.map((baseline) => compareWithBaseline(repeats, { baseline }));
  return [...baselines, ...methods.filter(isNetwork)].map((method) => {
    const rowsOf = compared.map((rows) => rows.find((row) => row.method === method)!);
    const [{ mean, lower, upper }] = rowsOf;
    const cells = rowsOf.map((row, i) => [
      `over ${baselines[i]}${baselines[i] === bestOther ? ' (the best)' : ''}`,
      method === baselines[i]
        ? '–'
        : `${interval(row.difference, row.differenceLower, row.differenceUpper)}${row.beatsBaseline ? ' ✓' : ''}`,
    ]);
    return { method, mean: interval(mean, lower, upper), ...Object.fromEntries(cells) };
  });
}

function interval(...values: readonly [number, number, number]): string {
  const [middle, lower, upper] = values.map((value) => value.toFixed(3));
  return `${middle} (${lower} to ${upper})`;
}

/** One figure, one value a seed, of the methods that all seeds have; blind flags have none without a threshold. */
function comparedValues(results: Results, { figure, test, rule }: Compared): Repeats['values'] {
  const rowsOf = results.map((rows) =>
    rows.filter(
      (row) => row.test === test && row.rule !== 'none' && (rule ?? row.rule) === row.rule,
    ),
  );
  const find = (rows: readonly ProcessResult[], name: string) =>
    rows.find(({ method }) => method === name);
  const names = [...new Set(rowsOf[0].map(({ method }) => method))];
  const inAll = names.filter((name) => rowsOf.every((rows) => find(rows, name)));
  return Object.fromEntries(
    inAll.map((name) => [name, { figure: rowsOf.map((rows) => find(rows, name)![figure]!) }]),
  );
}
