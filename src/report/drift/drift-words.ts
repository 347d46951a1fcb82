import type { FeatureDrift } from '../../evaluate/drift/feature-drift';
import type { WeekDrift } from '../../evaluate/drift/weekly-drift';
import { formatNumber } from '../../plots/format';

/** A row of `featureDrift` or `weeklyDrift`. */
export type DriftRow = FeatureDrift | WeekDrift;

/** Rows that are named before the others are counted. */
const MOST_NAMED = 5;

/** What the rows say, a sentence each, the largest drift first. */
export function driftFindings(rows: readonly DriftRow[]): string[] {
  const sorted = [...rows].sort((a, b) => b.psi - a.psi);
  const above = sorted.filter(({ psi, psiByChance }) => psi > psiByChance);
  const significant = rows.filter(({ isSignificant }) => isSignificant);
  significant.sort((a, b) => a.pValue - b.pValue || b.psi - a.psi);
  const large = sorted.filter(({ size }) => size === 'large');
  const expected = Math.round(rows.length / 20);
  return [
    `${above.length} of ${rows.length} stability indices are above what chance gives in 95 of 100 shuffles${named(above)}. Without any drift about ${expected} would be.`,
    `${significant.length} of ${rows.length} tests are significant after correction for their number${named(significant, ({ pValue }) => `p ${formatNumber(pValue, 2)}`)}.`,
    `${large.length} of ${rows.length} indices are large by the rule of thumb, 0.25 or more${named(large)}.`,
  ];
}

/** A row as readers name it. */
const rowName = (row: DriftRow): string =>
  'week' in row ? `${row.feature} in week ${row.week}` : row.feature;

function named(
  rows: readonly DriftRow[],
  figure = ({ psi }: DriftRow): string => psi.toFixed(2),
): string {
  if (rows.length === 0) return '';
  const names = rows.slice(0, MOST_NAMED).map((row) => `${rowName(row)} (${figure(row)})`);
  const nOthers = rows.length - names.length;
  return `: ${names.join(', ')}${nOthers > 0 ? ` and ${nOthers} more` : ''}`;
}
