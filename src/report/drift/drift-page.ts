import { DRIFT_SIZES } from '../../evaluate/drift/compare-column';
import { driftPlot } from '../../plots/drift-plot';
import { formatNumber, shorten } from '../../plots/format';
import { escapeHtml } from '../../plots/render/html';
import { figureImage } from '../page/figure-image';
import { type Cell, type HtmlColumn, htmlTable } from '../page/html-table';
import { layPage } from '../page/layout';
import { plainList } from '../page/sections';
import { timeWords } from '../profile/profile-words';
import { type DriftRow, driftFindings } from './drift-words';

/** What stands on a page beside the rows. */
export interface DriftPageOptions {
  /** Default `Drift of features`. */
  readonly title?: string;
  /** What was compared and how, a sentence each. */
  readonly notes?: readonly string[];
}

const LIMITS = [
  'Drift is a change of what comes in. Whether a detector suffers from it, only labels or an analyst can say; a detector may suffer from a drift of two features together that neither shows alone.',
  `The rules of thumb (below ${DRIFT_SIZES.moderate} small, from ${DRIFT_SIZES.large} on large) come from credit scoring (Siddiqi 2006) and know nothing of the number of rows: of few rows an index is large by chance, which is what the column By chance tells.`,
  'Tests and shuffles of single rows take rows for independent. Rows of one user, host or session are alike, so that both find drift too easily; weeks are therefore shuffled by whole days.',
  'Of many rows the smallest change is significant. Read the statistic, the largest distance between the two distribution functions, beside the p-value.',
  'Attacks among the rows are part of what is compared: drift may be the anomaly itself.',
];

/** Drift as a page that needs no other file and runs no script: in short, figure, table, limits. */
export async function driftPage(
  rows: readonly DriftRow[],
  options: DriftPageOptions = {},
): Promise<string> {
  const { title = 'Drift of features', notes = [] } = options;
  return layPage(
    title,
    `<main class="index">
<h1>${escapeHtml(title)}</h1>
${plainList(notes)}
<h2>In short</h2>
${plainList(driftFindings(rows))}
<h2>Figure</h2>
${await figureImage(driftPlot(rows))}
<p class="text">Each cell is a population stability index: 0 where the distribution is the reference's, darker the further from it. A star marks what is above chance.</p>
<h2>Features</h2>
${driftTable(rows)}
<p class="text">By chance: the index that shuffled rows stay below in 95 of 100 shuffles. Statistic: of numbers Kolmogorov and Smirnov's distance, of categories Pearson's chi-squared. Significant: kept by Benjamini and Hochberg's procedure over all lines.</p>
<h2>Limits</h2>
${plainList(LIMITS)}
</main>`,
  );
}

function driftTable(rows: readonly DriftRow[]): string {
  const hasWeeks = rows.some((row) => 'week' in row);
  const heads: HtmlColumn[] = [
    ...(hasWeeks ? [{ title: 'Week' }, { title: 'From', width: 'short' as const }] : []),
    { title: 'Feature' },
    ...['Stability index', 'By chance'].map((title) => ({ title, isNumber: true })),
    { title: 'By rule of thumb' },
    { title: 'Test' },
    ...['Statistic', 'p-value'].map((title) => ({ title, isNumber: true })),
    { title: 'Significant' },
    { title: 'Missing', isNumber: true },
  ];
  const cells = rows.map((row): Cell[] => [
    ...('week' in row ? [String(row.week), timeWords(row.start).slice(0, 10)] : []),
    shorten(row.feature, 60),
    `${row.psi.toFixed(3)}${row.psi > row.psiByChance ? ' *' : ''}`,
    row.psiByChance.toFixed(3),
    row.size,
    row.test,
    formatNumber(row.statistic),
    formatNumber(row.pValue, 2),
    row.isSignificant ? 'yes' : 'no',
    missingWords(row),
  ]);
  return htmlTable(heads, cells);
}

function missingWords({ missingReference, missingCurrent }: DriftRow): string {
  if (missingReference === 0 && missingCurrent === 0) return '0 %';
  const [before, after] = [missingReference, missingCurrent].map((share) =>
    formatNumber(100 * share, 2),
  );
  return `${before} to ${after} %`;
}
