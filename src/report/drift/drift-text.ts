import { shorten } from '../../plots/format';
import { formatTable, tableToText } from '../../plots/table';
import { type DriftRow, driftFindings } from './drift-words';

/**
 * Drift as text for a terminal: what was compared, findings, then a line a feature and week.
 *
 * @param notes what was compared and how, a sentence each.
 */
export function driftText(rows: readonly DriftRow[], notes: readonly string[] = []): string {
  const lines = rows.map((row) => ({
    ...('week' in row && { week: row.week }),
    feature: shorten(row.feature, 40),
    index: row.psi,
    'by chance': row.psiByChance,
    size: row.size,
    test: row.test,
    statistic: row.statistic,
    'p-value': row.pValue,
    significant: row.isSignificant ? 'yes' : 'no',
  }));
  const table = tableToText(formatTable(lines, { maxRows: 1000 }));
  return [...notes, ...driftFindings(rows), '', table].join('\n');
}
