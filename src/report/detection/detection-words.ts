import { basename } from 'node:path';
import { LABEL_REASON } from '../../pipeline/detection/choose-columns';
import type { Detection } from '../../pipeline/detection/detect-anomalies';
import { DETECTOR_WORDS } from '../../pipeline/detection/detectors';
import type { RowReason } from '../../pipeline/detection/reasons-of-rows';
import type { DetectorSummary, FigureWithInterval } from '../../pipeline/detection/summarise-runs';
import { formatNumber, shorten } from '../../plots/format';

/** Columns that a page's first lines name. */
const MOST_TEXTS = 3;

/** How a detector is called on the page. */
export const titleOf = ({ name }: Pick<DetectorSummary, 'name'>): string =>
  DETECTOR_WORDS[name].title;

/** `0.912 (0.88 to 0.94)`. */
function figureWords({ value, lower, upper }: FigureWithInterval): string {
  const ends =
    lower === undefined || upper === undefined
      ? ''
      : ` (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
  return `${value.toFixed(3)}${ends}`;
}

/** A value of a reason. */
const valueWords = (value: RowReason['actual']): string => {
  if (value === null) return 'nothing';
  return typeof value === 'number' ? formatNumber(value, 4) : shorten(value, 60);
};

/** `bytes: 9,000 (0.1 % of rows as high or higher), median 200`. */
export function reasonWords({ column, actual, typical, rarity }: RowReason): string {
  const usual = typeof typical === 'number' ? 'median' : 'most often';
  return `${shorten(column, 40)}: ${valueWords(actual)} (${rarity}), ${usual} ${valueWords(typical)}`;
}

/** How rows were split, in a sentence or two. */
export function splitWords({ split, choice, rows }: Detection): string {
  const { kind, splits } = split;
  const [{ train, test }] = splits;
  const count = (n: number) => formatNumber(n);
  if (kind === 'time') {
    return `By time (column ${choice.time}): detectors learned from the earliest ${count(train.length)} rows and scored the latest ${count(test.length)}, as they would in use. Earlier rows have no scores.`;
  }
  const whole = kind === 'entity' ? ` All rows of one ${choice.entity} are in one part.` : '';
  return `At random into ${splits.length} parts: each part was scored by detectors that learned from the others (about ${count(train.length)} rows to learn from, ${count(test.length)} to score), so that each of the ${count(rows.nRows)} rows has scores of detectors that had not seen it.${whole}`;
}

const countOf = (count: number, what: string) =>
  `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;

/** The findings, a sentence each. */
export function findings(detection: Detection): string[] {
  const { profile, choice, summary, top, labels } = detection;
  const { used, left } = choice;
  const reason = top[0]?.reasons[0];
  return [
    `${basename(profile.path)} has ${countOf(profile.nRows, 'row')} and ${countOf(profile.nColumns, 'column')}; detectors learned from ${formatNumber(used.length)} and left out ${formatNumber(left.length)}.`,
    ...readingFindings(detection),
    ...(labels ? judgedFindings(detection) : unjudgedFindings(detection)),
    ...(reason
      ? [
          `The strangest row is row ${formatNumber(top[0].row + 1)}, above all for ${reasonWords(reason)}.`,
        ]
      : []),
    ...summary.detectors
      .filter(({ error }) => error !== undefined)
      .map((failed) => `${titleOf(failed)} gave no scores: ${failed.error}.`),
  ];
}

/** What a reader may want to change before all else. */
function readingFindings({ profile, choice, labels }: Detection): string[] {
  const column = choice.left.find(({ reason }) => reason === LABEL_REASON)?.name;
  const texts = profile.columns.flatMap(({ name, content, notes }) =>
    content === 'text' ? notes.map((note) => `Column ${name}: ${note}.`) : [],
  );
  return [
    ...texts.slice(0, MOST_TEXTS),
    ...(column !== undefined && labels === undefined
      ? [
          `Column ${column} was left out for its name; if it holds labels, --label ${column} judges by them (with --anomalous and the values that are anomalies, if they are not 0 and 1).`,
        ]
      : []),
  ];
}

function judgedFindings({ summary, labels, choice }: Detection): string[] {
  const byName = (a: DetectorSummary, b: DetectorSummary) =>
    precisionOf(b).value - precisionOf(a).value;
  const judged = summary.detectors.filter(({ metrics }) => metrics).sort(byName);
  if (judged.length === 0) return [];
  const nAnomalies = summary.tested.reduce((sum, index) => sum + labels![index], 0);
  const share = nAnomalies / summary.tested.length;
  const [best] = judged;
  const baseline = judged.find(({ name }) => name === 'largestZ');
  const beside =
    baseline === undefined
      ? ''
      : best === baseline
        ? ' No detector beats this trivial baseline.'
        : ` The trivial baseline (largest |z|) has ${figureWords(precisionOf(baseline))}; ${above(best)}.`;
  return [
    `Column ${choice.label} marks ${formatNumber(nAnomalies)} of ${formatNumber(summary.tested.length)} scored rows as anomalies (${formatNumber(100 * share, 2)} %); detectors never saw it.`,
    `Highest average precision: ${titleOf(best)}, ${figureWords(precisionOf(best))}, where random order has about ${formatNumber(share, 2)}.${beside}`,
  ];
}

const precisionOf = ({ metrics }: DetectorSummary) => metrics!['averagePrecision'];

function above({ aboveBaseline }: DetectorSummary): string {
  if (aboveBaseline === undefined) return 'how sure the difference is, cannot be said';
  const { value, lower, upper } = aboveBaseline;
  const difference = `the difference on the same rows is ${figureWords({ value, lower, upper })}`;
  return lower !== undefined && lower > 0 ? difference : `${difference}, which may be chance`;
}

function unjudgedFindings({ summary }: Detection): string[] {
  const known = summary.detectors.flatMap(({ agreement }) =>
    agreement === undefined ? [] : [agreement],
  );
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const words = mean > 0.7 ? 'mostly agree' : mean > 0.4 ? 'agree in part' : 'hardly agree';
  return [
    'There are no labels, so nothing here says which detector is right, or whether a high row is an incident.',
    ...(known.length > 0
      ? [`The detectors ${words} on the order of rows (mean rank correlation ${mean.toFixed(2)}).`]
      : []),
  ];
}
