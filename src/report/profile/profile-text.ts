import type { TableProfile } from '../../data/profile/profile-table';
import { formatNumber, shorten } from '../../plots/format';
import { formatTable, tableToText } from '../../plots/table';
import { oddities, spreadWords, tableFacts } from './profile-words';

/** A profile as text for a terminal: facts of the table, then a line a column. */
export function profileText(profile: TableProfile, maxColumns = 200): string {
  const rows = profile.columns.map((column) => ({
    column: shorten(column.name, 40),
    type: column.content,
    missing: column.nMissing,
    distinct: column.nDistinct,
    values: spreadWords(column, profile.nRows),
    notes: oddities(column, profile.nRows).join('; '),
  }));
  const columns = ['column', 'type', 'missing', 'distinct', 'values', 'notes'];
  const table = tableToText(formatTable(rows, { columns, maxRows: maxColumns }));
  const title = `${profile.path} (${profile.format}), ${formatNumber(profile.nRows)} rows`;
  return [title, ...tableFacts(profile), '', table].join('\n');
}
