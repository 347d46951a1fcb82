import { basename } from 'node:path';
import type { ColumnProfile } from '../../data/profile/column-profile';
import type { TableProfile } from '../../data/profile/profile-table';
import { formatNumber } from '../../plots/format';
import { escapeHtml } from '../../plots/render/html';
import { smallBars } from '../page/bars';
import { type Cell, type HtmlColumn, htmlTable } from '../page/html-table';
import { layPage } from '../page/layout';
import { oddities, spreadWords, tableFacts, timeWords } from './profile-words';

/** A profile as a page that needs no other file. */
export function profilePage(profile: TableProfile): string {
  const title = `Profile of ${basename(profile.path)}`;
  const facts = tableFacts(profile).map((fact) => `<li>${escapeHtml(fact)}</li>`);
  return layPage(
    title,
    `<main class="index">
<h1>${escapeHtml(title)}</h1>
<p class="banner">${escapeHtml(profile.path)} · ${profile.format}</p>
<ul class="plain">${facts.join('\n')}</ul>
<h2>Columns</h2>
${columnsTable(profile)}
<footer>Times are UTC. A column of CSV holds numbers, times or true/false if every value is one, else text.
Bars: numbers and times in 24 equal steps from lowest to highest, texts by their most frequent values, the last bar all others.</footer>
</main>`,
  );
}

/** A row a column, with small figures. */
function columnsTable({ columns, nRows }: TableProfile): string {
  const heads: HtmlColumn[] = [
    { title: 'Column' },
    { title: 'Type' },
    { title: 'Missing', isNumber: true },
    { title: 'Distinct', isNumber: true },
    { title: 'Spread' },
    { title: 'Values', width: 'long' },
    { title: 'Notes' },
  ];
  const rows = columns.map((column): Cell[] => [
    column.name,
    column.content,
    missingWords(column, nRows),
    formatNumber(column.nDistinct),
    { html: figureOf(column, nRows) },
    spreadWords(column, nRows),
    oddities(column, nRows).join('; '),
  ]);
  return htmlTable(heads, rows);
}

function missingWords({ nMissing }: ColumnProfile, nRows: number): string {
  if (nMissing === 0) return '0';
  return `${formatNumber(nMissing)} (${formatNumber((100 * nMissing) / nRows, 2)} %)`;
}

function figureOf({ numbers, times, top, nMissing }: ColumnProfile, nRows: number): string {
  if (numbers?.histogram) {
    const { min, max } = numbers;
    const words = `Histogram from ${formatNumber(min, 4)} to ${formatNumber(max, 4)}`;
    return smallBars(numbers.histogram, words);
  }
  if (times?.histogram) {
    const words = `Rows over time, ${timeWords(times.first)} to ${timeWords(times.last)}`;
    return smallBars(times.histogram, words);
  }
  const present = nRows - nMissing;
  const heights = (top ?? []).map(({ count }) => count);
  const others = present - heights.reduce((sum, count) => sum + count, 0);
  return smallBars(
    others > 0 ? [...heights, others] : heights,
    `Rows of the ${heights.length} most frequent values${others > 0 ? ', and of all others' : ''}`,
  );
}
