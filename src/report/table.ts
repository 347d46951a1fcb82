import { escapeHtml } from './html';

/** A row of a table: its cells by column title. */
export type TableRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * A table to print: columns padded, numbers on the right, numbers cut to 4 significant digits.
 *
 * Print it by one `console.log`: one string, however long, cannot get out of order in a kernel.
 *
 * @returns lines joined by newlines; '' where there are no rows.
 */
export function textTable(rows: readonly TableRow[]): string {
  const { titles, cells, isNumber } = layOut(rows);
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => (row[i] as string).length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => {
        const width = widths[i] as number;
        return isNumber[i] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  if (titles.length === 0) return '';
  return [line(titles), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join(
    '\n',
  );
}

/** The same table in GitHub's Markdown. */
export function markdownTable(rows: readonly TableRow[]): string {
  const { titles, cells, isNumber } = layOut(rows);
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replace(/\|/g, '\\|').replace(/\n/g, ' ')).join(' | ')} |`;
  if (titles.length === 0) return '';
  const rule = `|${titles.map((_, i) => (isNumber[i] ? '---:|' : '---|')).join('')}`;
  return [line(titles), rule, ...cells.map(line)].join('\n');
}

/** The same table as an HTML `<table>`, its text escaped. */
export function htmlTable(rows: readonly TableRow[]): string {
  const { titles, cells, isNumber } = layOut(rows);
  const line = (row: readonly string[], tag: string): string => {
    const open = (i: number): string => (isNumber[i] ? `<${tag} class="number">` : `<${tag}>`);
    return `<tr>${row.map((cell, i) => `${open(i)}${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  };
  if (titles.length === 0) return '';
  const body = cells.map((row) => line(row, 'td')).join('\n');
  return `<table>\n<thead>${line(titles, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

interface TableLayout {
  readonly titles: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Whether a column holds numbers only, by which it is set on the right. */
  readonly isNumber: readonly boolean[];
}

function layOut(rows: readonly TableRow[]): TableLayout {
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => titles.map((title) => formatCell(row[title])));
  const isNumber = titles.map((title) => {
    const values = rows.map((row) => row[title]).filter((value) => value != null);
    return values.length > 0 && values.every((value) => typeof value === 'number');
  });
  return { titles, cells, isNumber };
}

function formatCell(value: TableRow[string]): string {
  if (value == null) return '';
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
