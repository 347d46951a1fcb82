import { cellOutput } from './kernel';
import {
  formatTable,
  type TableOptions,
  type TableRow,
  tableToHtml,
  tableToMarkdown,
  tableToText,
} from './table';

/**
 * Shows rows as a table under the notebook's cell; outside a notebook prints it as one string.
 *
 * One output in three forms: HTML, Markdown and aligned text. Nothing in a cell is read as HTML.
 *
 * @throws {RangeError} if a column is in no row, or `digits` is not an integer from 0 to 15.
 */
export function showTable(rows: readonly TableRow[], options: TableOptions = {}): void {
  const table = formatTable(rows, options);
  const write = cellOutput();
  if (!write) {
    console.log(tableToText(table));
    return;
  }
  write({
    'text/html': tableToHtml(table),
    'text/markdown': tableToMarkdown(table),
    'text/plain': tableToText(table),
  });
}
