import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import {
  type ColumnType,
  type ColumnValue,
  readCsvColumns,
  readCsvHeader,
  wrongType,
} from './csv-reader';
import { shortText } from './short-text';

/** Names of columns and what they hold. */
export type CsvColumns = Readonly<Record<string, ColumnType>>;

/** A row of a CSV file; null where the file has nothing. */
export type CsvRecord<Columns extends CsvColumns> = {
  [Name in keyof Columns]: CsvValue<Columns[Name]> | null;
};

/** What a value of a column type is in TypeScript. */
export type CsvValue<Type extends ColumnType> = Type extends 'string'
  ? string
  : Type extends 'boolean'
    ? boolean
    : number;

/** How the file is written. */
export interface CsvOptions {
  /** One character. Default `,`. */
  readonly delimiter?: string;
}

/**
 * Reads columns of a CSV file (plain or gzipped, with a header) to typed records.
 *
 * Types are those that are asked for, never guessed; other columns of the file are left out. Booleans are
 * true/false, t/f, yes/no, 1/0. An empty value is null, also a quoted one. Lines are counted as
 * records where a quoted value spans several.
 *
 * @throws {RangeError} if the file lacks a column; says which there are.
 * @throws {TypeError} at the first value of a wrong type, with line and column.
 * @throws {Error} if the file is missing, empty, a broken gzip, or a line has too many or too few values.
 * @example
 * const rows = await readCsv('logins.csv', { time: 'time', user: 'string', port: 'integer' });
 * rows[0]; // { time: 1490620089000, user: 'ubuntu', port: 54259 }
 */
export async function readCsv<const Columns extends CsvColumns>(
  path: string,
  columns: Columns,
  options: CsvOptions = {},
): Promise<CsvRecord<Columns>[]> {
  const { delimiter = ',' } = options;
  const header = await readCsvHeader(path, delimiter);
  const names = Object.keys(columns);
  checkColumns(path, header, names);
  const records: Record<string, ColumnValue>[] = [];
  await readCsvColumns(path, header, columns, delimiter, (values) => {
    for (let i = 0; i < values[0].length; i++) {
      records.push(Object.fromEntries(names.map((name, j) => [name, values[j][i]])));
    }
  });
  return records as CsvRecord<Columns>[];
}

/**
 * Writes records as CSV, gzipped where the path ends in `.gz`; `readCsv` with the same columns reads them
 * back, an empty text as null.
 *
 * @throws {TypeError} if a value is not of its column's type.
 */
export async function writeCsv<const Columns extends CsvColumns>(
  path: string,
  records: readonly CsvRecord<Columns>[],
  columns: Columns,
  options: CsvOptions = {},
): Promise<void> {
  const { delimiter = ',' } = options;
  const special = new RegExp(`["\\r\\n\\${delimiter}]`);
  const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const names = Object.keys(columns);
  const lines = records.map((record, i) => {
    const values = names.map((name) =>
      quote(toText(path, i + 2, name, columns[name], record[name] ?? null)),
    );
    return values.join(delimiter) || '""'; // A blank line would be skipped.
  });
  const text = [names.map(quote).join(delimiter), ...lines, ''].join('\n');
  await writeFile(path, path.endsWith('.gz') ? gzipSync(text) : text);
}

/**
 * Refuses a file that lacks a column.
 *
 * @throws {RangeError} with the columns that there are.
 */
export function checkColumns(
  path: string,
  header: readonly string[],
  names: readonly string[],
): void {
  if (names.length === 0) {
    throw new RangeError(`${path}: columns must be named, got none`);
  }
  const missing = names.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const got = header.map(shortText).join(', ');
    throw new RangeError(`${path}: must have column ${missing.join(', ')}, got ${got}`);
  }
}

function toText(
  path: string,
  line: number,
  name: string,
  type: ColumnType,
  value: ColumnValue,
): string {
  if (value === null) {
    return '';
  }
  const isRight =
    type === 'string' || type === 'boolean'
      ? typeof value === type
      : typeof value === 'number' && (type === 'number' || Number.isSafeInteger(value));
  if (!isRight) {
    throw wrongType(path, line, name, type, value);
  }
  if (type === 'time') {
    return new Date(value as number).toISOString();
  }
  return Object.is(value, -0) ? '-0' : String(value);
}
