import { shorten } from '../../plots/format';
import { formatTable, tableToText } from '../../plots/table';
import { type DriftRow, driftFindings } from './drift-words';

/** Drift as text for a terminal: findings, then a line a feature and week. */
export function driftText(rows: readonly DriftRow[]): string {
  const lines = rows.map((row) => ({
    ...('week' in row && { week: row.week }),
    feature: shorten(row.feature, 40),
    index: row.psi,
    'by chance': row.psiByChance,
    size: row.size,
    statistic: row.statistic,
    'p-value': row.pValue,
    significant: row.isSignificant ? 'yes' : 'no',
  }));
  return [...driftFindings(rows), '', tableToText(formatTable(lines, { maxRows: 1000 }))].join(
    '\n',
  );
}
