import type { Detection, TopRow } from '../../pipeline/detection/detect-anomalies';
import { DETECTOR_WORDS } from '../../pipeline/detection/detectors';
import type { DetectorSummary, FigureWithInterval } from '../../pipeline/detection/summarise-runs';
import { formatNumber, shorten } from '../../plots/format';
import { escapeHtml } from '../../plots/render/html';
import { type Cell, type HtmlColumn, htmlTable } from '../page/html-table';
import { timeWords } from '../profile/profile-words';
import { reasonWords, titleOf } from './detection-words';

const USES = {
  number: 'as it is',
  share: 'share of training rows with its value',
  hourAndWeekday: 'hour and weekday (UTC)',
} as const;

/** The highest rows with their reasons. */
export function topTable(detection: Detection): string {
  const { choice, labels, summary, top } = detection;
  const roles = (['time', 'entity'] as const).filter((role) => choice[role] !== undefined);
  const heads: HtmlColumn[] = [
    { title: 'Rank', isNumber: true },
    { title: 'Row', isNumber: true },
    ...roles.map((role) => ({ title: shorten(choice[role]!, 30), width: 'short' as const })),
    ...(labels ? [{ title: 'Label' }] : []),
    { title: 'Mean percentile', isNumber: true },
    { title: 'In the top 5 % of', isNumber: true },
    { title: 'Why', width: 'long' },
  ];
  const nVoters = summary.scored.length;
  const rows = top.map((row, i): Cell[] => [
    String(i + 1),
    formatNumber(row.row + 1),
    ...roles.map((role) => valueWordsOf(detection, choice[role]!, row)),
    ...(labels ? [labels[row.index] === 1 ? 'anomaly' : 'normal'] : []),
    (100 * row.consensus).toFixed(1),
    `${summary.scored.filter((name) => summary.percentiles[name][row.at] > 0.95).length} of ${nVoters}`,
    { html: reasonsOf(detection, row) },
  ]);
  return htmlTable(heads, rows);
}

/** Reasons, and folded below them all values that detectors learned from. */
function reasonsOf(detection: Detection, row: TopRow): string {
  const { used } = detection.choice;
  const values = used.slice(0, MOST_VALUES).map(({ name }) => {
    return `${shorten(name, 40)}: ${valueWordsOf(detection, name, row)}`;
  });
  const more = used.length > MOST_VALUES ? [`and ${used.length - MOST_VALUES} more`] : [];
  const all = [...values, ...more].map(escapeHtml).join('<br>');
  const reasons = row.reasons.map((reason) => escapeHtml(reasonWords(reason)));
  return `${reasons.join('<br>')}<details><summary>all values</summary>${all}</details>`;
}

/** Values of a row on the page; more are not read. */
const MOST_VALUES = 60;

/** A row's value, whatever it holds. */
function valueWordsOf({ rows, profile }: Detection, name: string, { index }: TopRow): string {
  const value = rows.numbers.get(name)?.[index] ?? rows.texts.get(name)?.[index] ?? 'nothing';
  const isTime = profile.columns.some(
    (column) => column.name === name && column.content === 'time',
  );
  if (typeof value === 'string') return shorten(value, 40);
  if (Number.isNaN(value)) return 'nothing';
  return isTime ? timeWords(value) : formatNumber(value, 6);
}

/** Detectors by what labels say of them, the best first. */
export function judgedTable({ summary, k }: Detection): string {
  const heads: HtmlColumn[] = [
    { title: 'Detector' },
    ...['Mean rank', 'ROC AUC', 'Average precision', 'Above baseline'].map(number),
    ...[`Precision at ${k}`, `Recall at ${k}`].map(number),
  ];
  const judged = summary.detectors.filter(({ metrics }) => metrics);
  const rows = judged
    .sort((a, b) => a.rank! - b.rank!)
    .map((detector): Cell[] => {
      const { rank, metrics, aboveBaseline } = detector;
      return [
        titleOf(detector),
        rank!.toFixed(1),
        ...[figureCell(metrics!['rocAuc']), figureCell(metrics!['averagePrecision'])],
        ...[figureCell(aboveBaseline)],
        ...[figureCell(metrics!['precisionAtK']), figureCell(metrics!['recallAtK'])],
      ];
    });
  return htmlTable(heads, rows);
}

/** Detectors by what needs no labels: how they agree, and whether they would say the same again. */
export function detectorTable({ summary }: Detection): string {
  const heads: HtmlColumn[] = [
    { title: 'Detector' },
    ...['Agreement', 'Stability', 'Same top 5 %', 'Seconds'].map(number),
    { title: 'Looks for', width: 'long' },
  ];
  const rows = summary.detectors.map((detector): Cell[] => [
    titleOf(detector),
    detector.agreement?.toFixed(2) ?? '–',
    detector.stability?.toFixed(2) ?? '–',
    detector.sharedTop === undefined ? '–' : `${(100 * detector.sharedTop).toFixed(0)} %`,
    secondsOf(detector),
    detector.error ? `gave no scores: ${detector.error}` : DETECTOR_WORDS[detector.name].looksFor,
  ]);
  return htmlTable(heads, rows);
}

const number = (title: string): HtmlColumn => ({ title, isNumber: true });

/** The interval below its figure. */
function figureCell(figure: FigureWithInterval | undefined): Cell {
  if (figure === undefined) return '–';
  const { value, lower, upper } = figure;
  const hasEnds = lower !== undefined && upper !== undefined;
  const ends = hasEnds ? `<br><small>${lower.toFixed(2)} to ${upper.toFixed(2)}</small>` : '';
  return { html: `${value.toFixed(3)}${ends}` };
}

function secondsOf({ fitSeconds, scoreSeconds }: DetectorSummary): string {
  if (fitSeconds === undefined) return '–';
  return (fitSeconds + (scoreSeconds ?? 0)).toFixed(2);
}

/** How scores are spread, since scales differ. */
export function scoreTable({ summary }: Detection): string {
  const heads = ['Lowest', 'Median', '95 %', '99 %', 'Highest'].map(number);
  const rows = summary.detectors
    .filter(({ scoreQuantiles }) => scoreQuantiles)
    .map((detector): Cell[] => [titleOf(detector), ...detector.scoreQuantiles!.map(scoreWords)]);
  return htmlTable([{ title: 'Detector' }, ...heads], rows);
}

/** Billions, as of a local outlier factor among duplicates, are told by their size alone. */
const scoreWords = (value: number) =>
  Math.abs(value) >= 1e6 ? value.toExponential(1) : formatNumber(value, 4);

/** What was learned from, and what not. */
export function columnsTable({ choice, profile }: Detection): string {
  const byName = new Map(profile.columns.map((column) => [column.name, column]));
  const used = choice.used.map(({ name, use }): Cell[] => [
    shorten(name, 60),
    USES[use],
    missingWords(byName.get(name)!.nMissing, profile.nRows),
    byName.get(name)!.notes.join('; '),
  ]);
  const left = choice.left.map(({ name, reason }): Cell[] => [
    shorten(name, 60),
    { html: `<em>left out:</em> ${escapeHtml(reason)}` },
    missingWords(byName.get(name)!.nMissing, profile.nRows),
    byName.get(name)!.notes.join('; '),
  ]);
  const heads = [{ title: 'Column' }, { title: 'Use' }, number('Missing'), { title: 'Notes' }];
  return htmlTable(heads, [...used, ...left].slice(0, MOST_ROWS));
}

/** A page is read, and ten thousand rows are not. */
const MOST_ROWS = 400;

const missingWords = (nMissing: number, nRows: number) =>
  nMissing === 0 ? '0' : `${formatNumber((100 * nMissing) / nRows, 2)} %`;
