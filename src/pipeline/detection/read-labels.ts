import type { LogTable } from '../../data/profile/log-table';
import { placeOfRow } from '../../data/table-reader';
import type { LogRows } from './log-rows';

const USUAL_ANOMALIES = ['1', 'true'];
const USUAL_NORMALS = ['0', 'false'];

/**
 * Labels of rows: 1 for the values that are anomalies, 0 for all others.
 *
 * @param anomalous values that are anomalies, as text. Default: 1 and true, and then the others must be 0 or false.
 * @throws {TypeError} naming file, line and column, if a label is missing, or neither 0 nor 1 where no value is named.
 * @throws {RangeError} if no row has a value that was named.
 */
export async function readLabels(
  table: LogTable,
  rows: LogRows,
  column: string,
  anomalous: readonly string[] | undefined,
): Promise<Int32Array> {
  const numbers = rows.numbers.get(column);
  const texts = numbers
    ? Array.from(numbers, (value) => (Number.isNaN(value) ? null : String(value)))
    : rows.texts.get(column)!;
  const known = anomalous ?? USUAL_ANOMALIES;
  const wrong = texts.findIndex((text) => {
    if (text === null) return true;
    return anomalous === undefined && ![...known, ...USUAL_NORMALS].includes(text.toLowerCase());
  });
  if (wrong >= 0) {
    const row = rows.rows[wrong];
    const place = table.file ? await placeOfRow(table.file, row) : `${table.path} row ${row + 1}`;
    const hint = texts[wrong] === null ? '' : '; name the values that are anomalies (anomalous)';
    throw new TypeError(
      `${place}, column ${column}: label must be 0 or 1, got ${texts[wrong] ?? 'nothing'}${hint}`,
    );
  }
  const isAnomaly = (text: string) => known.includes(anomalous ? text : text.toLowerCase());
  const labels = Int32Array.from(texts, (text) => (isAnomaly(String(text)) ? 1 : 0));
  if (anomalous !== undefined && !labels.includes(1)) {
    const found = [...new Set(texts)].slice(0, 5).join(', ');
    throw new RangeError(
      `${table.path}, column ${column}: must hold ${anomalous.join(' or ')}, got ${found}`,
    );
  }
  return labels;
}
