import type { ColumnProfile } from '../../data/profile/column-profile';
import type { TableProfile } from '../../data/profile/profile-table';
import { formatNumber, shorten } from '../../plots/format';

/** A time as people read it: `2024-03-01 08:00:00`, UTC. */
export function timeWords(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');
}

/** A duration as people read it: `3 s`, `2.5 h`. */
export function durationWords(seconds: number): string {
  const units: [number, string][] = [
    [86_400, 'days'],
    [3600, 'h'],
    [60, 'min'],
  ];
  const [size, unit] = units.find(([least]) => seconds >= 2 * least) ?? [1, 's'];
  return `${formatNumber(seconds / size)} ${unit}`;
}

/** How a column's values are spread, in words. */
export function spreadWords(
  { numbers, times, top, nMissing }: ColumnProfile,
  nRows: number,
): string {
  if (numbers) {
    const { min, max, mean, quantiles } = numbers;
    const [low, , median, , high] = quantiles.map((value) => formatNumber(value, 4));
    return `${formatNumber(min, 4)} to ${formatNumber(max, 4)}; median ${median}, 90 % within ${low} to ${high}; mean ${formatNumber(mean, 4)}`;
  }
  if (times) {
    const { first, last, largestGapSeconds, medianGapSeconds } = times;
    const gaps =
      largestGapSeconds === undefined
        ? ''
        : `; usual gap ${durationWords(medianGapSeconds ?? 0)}, largest ${durationWords(largestGapSeconds)}`;
    return `${timeWords(first)} to ${timeWords(last)}${gaps}`;
  }
  const present = nRows - nMissing;
  return (top ?? [])
    .map(
      ({ value, count }) => `${shorten(value, 32)} ${formatNumber((100 * count) / present, 2)} %`,
    )
    .join(', ');
}

/** What is odd about a column, in words. */
export function oddities(column: ColumnProfile, nRows: number): string[] {
  const { isConstant, isIdLike, duplicateOf, nMissing, content, times, notes } = column;
  const backwards = times?.nBackwards ?? 0;
  return [
    nMissing === nRows && nRows > 0 && 'empty',
    isConstant && nMissing < nRows && 'constant',
    isIdLike && 'names rows (id-like)',
    duplicateOf !== undefined && `same as ${duplicateOf}`,
    content === 'nested' && 'nested: not looked into',
    backwards > 0 && `${formatNumber(backwards)} rows earlier than the row above`,
    times !== undefined && backwards === 0 && !isConstant && 'in order',
    ...notes,
  ].filter((word) => word !== false);
}

/** The table itself, a sentence each. */
export function tableFacts(profile: TableProfile): string[] {
  const { nRows, nColumns, nDuplicateRows, isEstimate, columns } = profile;
  const nMissing = columns.reduce((sum, column) => sum + column.nMissing, 0);
  const share = nRows === 0 ? 0 : (100 * nMissing) / (nRows * columns.length);
  const about = isEstimate ? 'about ' : '';
  return [
    `${formatNumber(nRows)} rows, ${formatNumber(nColumns)} columns.`,
    `${about}${formatNumber(nDuplicateRows)} rows repeat an earlier row in ${columns.length < nColumns ? 'these' : 'all'} columns.`,
    `${formatNumber(share, 2)} % of the values are missing (nothing, not a number, or infinite).`,
    ...(columns.length < nColumns
      ? [`Only the first ${formatNumber(columns.length)} columns were looked at.`]
      : []),
    ...(isEstimate
      ? ['Above a million rows distinct values, duplicate rows and quantiles are estimates.']
      : []),
  ];
}
