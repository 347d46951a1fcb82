import { readFileSync, writeFileSync } from 'node:fs';
import { formatTable, tableToMarkdown } from '../../src/plots/table';
import { threeDigits } from './pairs';
import type { Results, Row } from './results';

const PAGE = 'docs/benchmarks.md';

const BEGIN = '<!-- made by npm run bench -->';
const END = '<!-- end -->';

/** The ratios to reach. */
const GOALS: Readonly<Record<string, number>> = { train: 1, predict: 0.7 };

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
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new RangeError(`page must have ${BEGIN} and then ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n${resultsText(results)}\n${page.slice(end)}`;
}

function resultsText({ generatedAt, machine, versions, rows }: Results): string {
  const { node, tensorflow, peerTensorflow, keras, python } = versions;
  const table = tableToMarkdown(formatTable(rows.map(tableRow)));
  return `
${machine.cpu}, ${machine.cores} cores, ${machine.os}. Ours: Node ${node}, TensorFlow ${tensorflow}. Peer: Keras ${keras},
TensorFlow ${peerTensorflow}, Python ${python}. Last measured ${generatedAt.slice(0, 10)}.

${table}
`;
}

function tableRow({
  name,
  size,
  unit,
  ours,
  peer,
  peerName,
  ratio,
  spread,
  pairs,
  firstEpoch,
  firstLoss,
}: Row) {
  const goal = GOALS[name.slice(name.lastIndexOf('_') + 1)];
  const show = (value: number) => `${threeDigits(value)} ${unit}`;
  return {
    row: name,
    size,
    ours: show(ours),
    peer: `${show(peer)} (${peerName})`,
    ratio: ratio.toFixed(2),
    'lowest–highest': `${spread.map((value) => value.toFixed(2)).join('–')} in ${pairs}`,
    goal: goal === undefined ? '' : `${goal.toFixed(1)}${ratio <= goal ? ', reached' : ''}`,
    'first epoch': firstEpoch
      ? `${threeDigits(firstEpoch.ours)} s, ${threeDigits(firstEpoch.peer)} s`
      : '',
    'its loss': firstLoss ? `${threeDigits(firstLoss.ours)}, ${threeDigits(firstLoss.peer)}` : '',
  };
}
