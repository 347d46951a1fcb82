import { readFileSync, writeFileSync } from 'node:fs';
import { formatTable, type TableRow, tableToMarkdown } from '../../src/plots/table';
import { threeDigits } from './pairs';
import type { GroupName, GroupRow, Results } from './results';
import { settingText } from './setting-text';

const PAGE = 'docs/benchmarks.md';

const GROUPS: readonly GroupName[] = ['networks', 'detectors', 'threads', 'cloudtrail'];

/** What stands before and after the results of a group. */
const marksOf = (group: GroupName) => [`<!-- ${group}: made by npm run bench -->`, '<!-- end -->'];

/** The ratios to reach, by the row's name or its last word. */
const GOALS: Readonly<Record<string, number>> = {
  train: 1,
  predict: 0.7,
  isolation_forest_fit: 0.3,
  isolation_forest_score: 0.7,
  one_class_svm: 1,
  lof: 1,
  knn: 1,
  ecod: 1,
  hbos: 1,
  tree_shap: 0.5,
  score_in_workers: 1 / 1.6,
  cloudtrail_features: 0.5,
};

/** Puts the results into docs/benchmarks.md, between its marks. */
export function writePage(results: Results): void {
  writeFileSync(PAGE, withResults(readFileSync(PAGE, 'utf8'), results));
}

/**
 * A page with the results between its marks.
 *
 * @throws {RangeError} if it lacks the marks.
 */
export function withResults(page: string, results: Results): string {
  return GROUPS.reduce((text, group) => withGroup(text, group, results), page);
}

function withGroup(page: string, group: GroupName, results: Results): string {
  const [first, last] = marksOf(group);
  const begin = page.indexOf(first);
  const end = page.indexOf(last, begin);
  if (begin < 0 || end < 0) throw new RangeError(`page must have ${first} and then ${last}`);
  const setting = results.settings[group];
  const rows = results.rows.filter((row) => row.group === group);
  if (!setting || rows.length === 0) return page;
  const { ours, peer, on } = settingText(setting);
  const measured = rows.map(({ measuredAt }) => measuredAt.slice(0, 10)).sort();
  const text = `
${on}. Ours: ${ours}. Peer: ${peer}.
Last measured ${measured.at(-1)}.

${tableToMarkdown(formatTable(rows.map(tableRow)))}
`;
  return `${page.slice(0, begin + first.length)}\n${text}\n${page.slice(end)}`;
}

function tableRow(row: GroupRow): TableRow {
  const { name, size, unit, ours, peer, peerName, ratio, spread, pairs } = row;
  const show = (value: number) => `${threeDigits(value)} ${unit}`;
  return {
    row: name,
    size,
    ours: show(ours),
    peer: `${show(peer)} (${peerName})`,
    ratio: ratio.toFixed(2),
    'lowest–highest': `${spread.map((value) => value.toFixed(2)).join('–')} in ${pairs}`,
    goal: goalOf(name, ratio),
    ...signsOfSameWork(row),
  };
}

function goalOf(name: string, ratio: number): string {
  const goal = GOALS[name] ?? GOALS[name.slice(name.lastIndexOf('_') + 1)];
  return goal === undefined ? '' : `${goal}${ratio <= goal ? ', reached' : ''}`;
}

function signsOfSameWork(row: GroupRow): TableRow {
  const { group, firstEpoch, firstLoss, rocAuc, mean } = row;
  if (group === 'cloudtrail') {
    return { 'mean of features': mean ? `${mean.ours.toFixed(6)}, ${mean.peer.toFixed(6)}` : '' };
  }
  if (group !== 'networks') {
    return { 'ROC AUC': rocAuc ? `${rocAuc.ours.toFixed(3)}, ${rocAuc.peer.toFixed(3)}` : '' };
  }
  return {
    'first epoch': firstEpoch
      ? `${threeDigits(firstEpoch.ours)} s, ${threeDigits(firstEpoch.peer)} s`
      : '',
    'its loss': firstLoss ? `${threeDigits(firstLoss.ours)}, ${threeDigits(firstLoss.peer)}` : '',
  };
}
