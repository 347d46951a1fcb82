import { basename } from 'node:path';
import type { Detection } from '../../pipeline/detection/detect-anomalies';
import { formatNumber } from '../../plots/format';
import { figureImage } from '../page/figure-image';
import { paragraph, plainList, type Section, sectionsPage } from '../page/sections';
import { detectionFigures } from './detection-figures';
import { columnsTable, detectorTable, judgedTable, scoreTable, topTable } from './detection-tables';
import { findings, splitWords, titleOf } from './detection-words';

/**
 * A detection as a page that needs no other file and runs no script: findings, highest rows with reasons, detectors side
 * by side, figures, what was read and left out, and limits.
 */
export async function detectionPage(detection: Detection): Promise<string> {
  const { profile, seed } = detection;
  const title = `Anomalies in ${basename(profile.path)}`;
  const banner = `${profile.path} · ${formatNumber(profile.nRows)} rows · seed ${seed}`;
  return sectionsPage(title, banner, await sectionsOf(detection));
}

async function sectionsOf(detection: Detection): Promise<Section[]> {
  return [
    { id: 'findings', title: 'In short', html: plainList(findings(detection)) },
    { id: 'rows', title: 'The highest rows', html: topSection(detection) },
    { id: 'detectors', title: 'The detectors compared', html: comparison(detection) },
    { id: 'figures', title: 'Figures', html: await figureSection(detection) },
    { id: 'columns', title: 'What was read, and what left out', html: reading(detection) },
    { id: 'split', title: 'How rows were split', html: paragraph(splitWords(detection)) },
    { id: 'limits', title: 'Limits', html: plainList(limits(detection)) },
    { id: 'files', title: 'The same for programs', html: files() },
  ];
}

function topSection(detection: Detection): string {
  const header = detection.profile.format === 'csv' ? ', not counting the header' : '';
  return `${paragraph(
    `Row 1 is the first of the file${header}. The mean percentile is the share of test rows that a row outscores, as the mean over all detectors but the baseline; no labels went into it. Reasons are the columns that raise the scores most, in brackets how many rows are like that.`,
  )}
${topTable(detection)}`;
}

function comparison(detection: Detection): string {
  const { labels, k, split, leftOut } = detection;
  const means =
    split.splits.length > 1
      ? `Means over the ${split.splits.length} parts, with 95 % intervals that allow for what parts share.`
      : 'Below the figures stand 95 % intervals over resampled test rows.';
  const judged = `ROC AUC is the chance that an anomaly scores above a normal row (0.5 is chance). Average precision is the precision over the ranking, which a few anomalies among many rows move most. Above baseline: by how much average precision beats that of the largest |z| on the same rows; where the interval holds 0, the difference may be chance. Precision at ${k}: of the ${k} highest rows (1 % of the test rows, at least 10) the share that are anomalies; recall at ${k}: the share of all anomalies found among them. Mean rank is by average precision, 1 is best. ${means}`;
  const unjudged =
    'Agreement: mean rank correlation with the other detectors. Stability: rank correlation between two fits, each on another random half of the training rows and under another seed; same top 5 %: what their highest rows have in common. A detector can be stable and in agreement, and still be wrong. Seconds are of one fit and its scoring, while others ran.';
  const missing = leftOut.map(
    ({ name, reason }) => `${titleOf({ name })} was left out: ${reason}.`,
  );
  return [
    ...(labels ? ['<h3>By the labels</h3>', judgedTable(detection), paragraph(judged)] : []),
    ...(labels ? ['<h3>Without the labels</h3>'] : []),
    detectorTable(detection),
    paragraph(unjudged),
    ...missing.map(paragraph),
    '<h3>Scores of the test rows</h3>',
    paragraph(
      'Each detector has its own scale; compare within a line, not between lines. A local outlier factor in the billions comes from neighbours that are all the same row, PCA scores of such size from columns that others determine.',
    ),
    scoreTable(detection),
  ].join('\n');
}

async function figureSection(detection: Detection): Promise<string> {
  const parts: string[] = [];
  for (const { figure, words } of detectionFigures(detection)) {
    parts.push(await figureImage(figure), paragraph(words));
  }
  return parts.join('\n');
}

function reading(detection: Detection): string {
  const { rows, profile, notes } = detection;
  const taken =
    rows.nRows === profile.nRows
      ? `All ${formatNumber(profile.nRows)} rows were used.`
      : `Of ${formatNumber(profile.nRows)} rows ${formatNumber(rows.nRows)} were taken at random (by seed), so that it ends soon; --max-rows takes more.`;
  const columns =
    profile.columns.length < profile.nColumns
      ? [
          `Of ${formatNumber(profile.nColumns)} columns ${formatNumber(profile.columns.length)} were looked at.`,
        ]
      : [];
  const duplicates =
    profile.nDuplicateRows > 0
      ? [
          `${profile.isEstimate ? 'About ' : ''}${formatNumber(profile.nDuplicateRows)} rows repeat an earlier row; repeats may be on both sides of a random split.`,
        ]
      : [];
  const rules =
    'Rules: numbers and true/false are taken as they are, texts as the share of training rows with the same value (rare is strange), times as hour and weekday. Missing numbers become the median of the training rows; then each feature gets mean 0 and standard deviation 1, by the training rows alone.';
  return [
    plainList([taken, ...columns, ...duplicates, ...notes]),
    columnsTable(detection),
    paragraph(rules),
  ].join('\n');
}

function limits({ labels, split, choice }: Detection): string[] {
  return [
    'Training rows may hold anomalies, as they would in use; what is frequent there passes for normal.',
    'Rows are taken one by one: a sequence that is odd only in its order, or a rate, is not seen unless a column says it.',
    'An anomaly is what is rare in these columns. Rare is not malicious, and malicious need not be rare.',
    'Reasons change one column at a time, and miss columns that matter only together.',
    'All detectors have their default settings; nothing was tuned on these rows.',
    ...(labels
      ? [
          'The detector that comes out best was chosen by the same rows, so expect somewhat less of it on new ones.',
        ]
      : []),
    ...(split.kind === 'random' && choice.entity === undefined
      ? [
          'The random split takes rows for independent. Where rows of one user, host or hour resemble each other, name the column (--entity, --time): figures are likely to be lower then.',
        ]
      : []),
    ...(split.kind === 'time' && labels
      ? [
          'Intervals take test rows for independent; neighbours in time seldom are, so true intervals are wider.',
        ]
      : []),
  ];
}

const files = () =>
  `<p class="text"><a href="results.json">results.json</a> has all of these figures; <a href="scores.csv">scores.csv</a> the scores of each tested row, by its number in the file.</p>`;
