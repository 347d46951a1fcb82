import { escapeHtml } from './render/html';

/** A row to show: numbers, text, dates; what is null or undefined stays blank. */
export type TableRow = Readonly<object>;

/** How a table is written. */
export interface TableOptions {
  /** Which columns, in which order. Default: those of all rows, as they first appear. */
  readonly columns?: readonly string[];
  /** Digits after the point of numbers that are not whole. Default 3. */
  readonly digits?: number;
  /** One line above the table. */
  readonly caption?: string;
  /** How many rows to show; a last line counts the rest. Default 50. */
  readonly maxRows?: number;
}

/** A table as text, ready to be written in any form. */
export interface Table {
  readonly columns: readonly string[];
  /** Shape `[nRows, nColumns]`. */
  readonly cells: readonly (readonly string[])[];
  /** Columns of numbers, which stand to the right. */
  readonly numeric: readonly boolean[];
  readonly caption: string;
  /** Empty, or how many rows are left out. */
  readonly rest: string;
}

/**
 * Rows as cells of text.
 *
 * @throws {RangeError} if a column is in no row, or `digits` is not an integer from 0 to 15.
 */
export function formatTable(rows: readonly TableRow[], options: TableOptions = {}): Table {
  const { digits = 3, caption = '', maxRows = 50 } = options;
  if (!Number.isInteger(digits) || digits < 0 || digits > 15) {
    throw new RangeError(`digits must be an integer from 0 to 15, got ${digits}`);
  }
  const known = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = options.columns ?? [...known];
  const missing = rows.length > 0 && columns.find((column) => !known.has(column));
  if (missing) throw new RangeError(`column ${missing} must be one of ${[...known].join(', ')}`);
  const shown = rows.slice(0, maxRows);
  const nLeft = rows.length - shown.length;
  return {
    columns,
    cells: shown.map((row) =>
      columns.map((column) => cellOf(row[column as keyof TableRow], digits)),
    ),
    numeric: columns.map((column) => isNumeric(shown, column)),
    caption,
    rest: nLeft > 0 ? `… ${nLeft} more row${nLeft > 1 ? 's' : ''}` : '',
  };
}

/** A table as aligned plain text, in one string. */
export function tableToText({ columns, cells, numeric, caption, rest }: Table): string {
  const flat = cells.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')));
  const widths = columns.map((column, j) => {
    return Math.max(column.length, ...flat.map((row) => row[j].length));
  });
  const line = (row: readonly string[]) => {
    const padded = row.map((cell, j) =>
      numeric[j] ? cell.padStart(widths[j]) : cell.padEnd(widths[j]),
    );
    return padded.join('  ').trimEnd();
  };
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [caption, line(columns), rule, ...flat.map(line), rest].filter(Boolean).join('\n');
}

/** A table as HTML, every cell escaped. */
export function tableToHtml({ columns, cells, numeric, caption, rest }: Table): string {
  const cell = (tag: string, text: string, j: number) => {
    const side = numeric[j] ? 'right' : 'left';
    return `<${tag} style="text-align: ${side}">${escapeHtml(text)}</${tag}>`;
  };
  const row = (tag: string, texts: readonly string[]) => {
    return `<tr>${texts.map((text, j) => cell(tag, text, j)).join('')}</tr>`;
  };
  return [
    '<table>',
    caption && `<caption style="text-align: left">${escapeHtml(caption)}</caption>`,
    `<thead>${row('th', columns)}</thead>`,
    `<tbody>${cells.map((texts) => row('td', texts)).join('\n')}</tbody>`,
    rest && `<tfoot><tr><td colspan="${columns.length}">${escapeHtml(rest)}</td></tr></tfoot>`,
    '</table>',
  ]
    .filter(Boolean)
    .join('\n');
}

/** A table as GitHub's Markdown, every cell escaped. */
export function tableToMarkdown({ columns, cells, numeric, caption, rest }: Table): string {
  const line = (row: readonly string[]) => `| ${row.map(escapeMarkdown).join(' | ')} |`;
  const rule = `| ${numeric.map((right) => (right ? '--:' : ':--')).join(' | ')} |`;
  const body = [line(columns), rule, ...cells.map(line)].join('\n');
  return [escapeMarkdown(caption), body, rest].filter(Boolean).join('\n\n');
}

function cellOf(value: unknown, digits: number): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateOf(value);
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  const isTiny = Math.abs(value) < 10 ** -digits / 2;
  return isTiny ? value.toExponential(Math.max(0, digits - 2)) : value.toFixed(digits);
}

function dateOf(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  return value
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');
}

function isNumeric(rows: readonly TableRow[], column: string): boolean {
  const present = rows.map((row) => row[column as keyof TableRow]).filter((value) => value != null);
  return (
    present.length > 0 && present.every((value) => ['number', 'bigint'].includes(typeof value))
  );
}

function escapeMarkdown(text: string): string {
  return escapeHtml(text.replace(/\s+/g, ' ')).replace(/[\\`*_[\]|~$]/g, '\\$&');
}
