import { cellText } from '../format';
import { labelOf, type Results, valueAt } from './results';

/** What a spreadsheet takes for a formula. */
const FORMULA = /^\s*[=+\-@\t\r|]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Rows as CSV, with line, score, p-value and label.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in front, for it comes from a log
 * that others write to. Source: OWASP, CSV injection.
 */
export function toCsv(results: Results, rows: Iterable<number>, threshold: number): string {
  const { columns, lines, scores, pValues } = results;
  const names = ['line', 'score', 'p_value', 'prediction', ...columns.map(({ name }) => name)];
  const records = [names.map(csvCell).join(',')];
  for (const row of rows) {
    const own = [lines[row], scores[row], pValues[row], labelOf(results, row, threshold)];
    const cells = columns.map((column) => csvCell(cellText(valueAt(column, row))));
    records.push([...own, ...cells].join(','));
  }
  return `${records.join('\r\n')}\r\n`;
}

/** One cell, quoted where it must be. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
