import type { DuckDBConnection } from '@duckdb/node-api';
import { parseIsoTime } from './iso-time';
import { checkGzip, isGzip, readLineBatches } from './lines';
import { shortText } from './short-text';
import { quoteName, quotePath, quoteText } from './sql';

/** What a column holds; `time` is read to epoch ms, UTC where the text has no zone. */
export type ColumnType = 'string' | 'number' | 'integer' | 'boolean' | 'time';

/** A value of a column; null where the file has nothing. */
export type ColumnValue = string | number | boolean | null;

/**
 * Integers and times are read as something wider and then checked: DuckDB would round 5.7 to 6, and take
 * 1711111111 for a year beyond all times, in silence.
 */
const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'VARCHAR',
};

const TYPE_NAMES: Readonly<Record<ColumnType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  time: 'a time such as 2024-01-31T08:00:00Z',
};

/**
 * The names in the first line of a CSV file; one that is empty, as pandas leaves that of its index, becomes `column 1` by its
 * place.
 *
 * @throws {Error} if the file is missing, broken, empty or no UTF-8, lines end with CR alone, or a name occurs twice.
 */
export async function readCsvHeader(path: string, delimiter: string): Promise<string[]> {
  checkDelimiter(delimiter);
  for await (const lines of readLineBatches(path)) {
    const line = lines[0].replace(/^\uFEFF/, '');
    if (/[\uFFFD\0]/.test(line)) throw new Error(`${path} line 1: must be text in UTF-8`);
    if (line.includes('\r'))
      throw new Error(`${path}: must have lines that end with LF or CRLF, got CR`);
    if (line === '') throw new Error(`${path} line 1: must have column names, got a blank line`);
    const names = splitHeader(line, delimiter).map((name, j) => name || `column ${j + 1}`);
    checkNames(path, names);
    return names;
  }
  throw new Error(`${path}: must have a header line, got an empty file`);
}

/**
 * Reads columns of a CSV file with DuckDB; no type is guessed.
 *
 * @param header all names of the file, in its order.
 * @param columns those to read, with their types.
 * @param take gets the values of each batch of rows, one array a column.
 * @throws {Error} at the first value of the wrong type, line of the wrong length, or open quote.
 */
export async function readCsvColumns(
  path: string,
  header: readonly string[],
  columns: Readonly<Record<string, ColumnType>>,
  delimiter: string,
  take: (values: ColumnValue[][]) => void,
): Promise<void> {
  const gzip = await isGzip(path);
  if (gzip) {
    await checkGzip(path); // DuckDB takes a gzip that is cut short for a whole one.
  }
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const result = await connection.stream(selection(path, header, columns, delimiter, gzip));
    let nRecords = 0;
    for await (const chunk of result) {
      const values = chunk.getColumns() as ColumnValue[][];
      take(await narrow(path, columns, values, nRecords));
      nRecords += chunk.rowCount;
    }
    await throwFirstReject(connection, path, columns);
  } catch (error) {
    throw inOneLine(error, path);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** DuckDB does not tell upper from lower case. */
function checkNames(path: string, names: readonly string[]): void {
  const folded = names.map((name) => name.toLowerCase());
  const twice = names.find((_, i) => folded.indexOf(folded[i]) !== i);
  if (twice !== undefined) {
    throw new Error(
      `${path} line 1: column names must differ in more than case, got ${shortText(twice)} twice`,
    );
  }
}

/** The line of a record, counted from 0; DuckDB skips blank lines. */
export async function lineOfRecord(path: string, record: number): Promise<number> {
  let line = 0;
  let nRecords = -1; // The header is none.
  for await (const lines of readLineBatches(path)) {
    for (const text of lines) {
      line++;
      if (text !== '' && nRecords++ === record) {
        return line;
      }
    }
  }
  return line;
}

/** The error for a value of a wrong type. */
export function wrongType(
  path: string,
  line: number,
  column: string,
  type: ColumnType,
  value: unknown,
): TypeError {
  return new TypeError(
    `${path} line ${line}, column ${column}: must be ${TYPE_NAMES[type]}, got ${shortText(String(value))}`,
  );
}

function selection(
  path: string,
  header: readonly string[],
  columns: Readonly<Record<string, ColumnType>>,
  delimiter: string,
  gzip: boolean,
): string {
  const typeOf = (name: string) =>
    Object.hasOwn(columns, name) ? SQL_TYPES[columns[name]] : 'VARCHAR';
  const types = header.map((name) => `${quoteText(name)}: '${typeOf(name)}'`).join(', ');
  const selected = Object.keys(columns).map(quoteName);
  return `SELECT ${selected.join(', ')} FROM read_csv(${quotePath(path)}, columns = {${types}},
    auto_detect = false, header = true, strict_mode = true, store_rejects = true, nullstr = '',
    delim = ${quoteText(delimiter)}, quote = '"', escape = '"', compression = '${gzip ? 'gzip' : 'none'}')`;
}

/** DuckDB explains itself over many lines; this library's own errors have one. */
function inOneLine(error: unknown, path: string): unknown {
  const { message } = error as Error;
  if (message.includes('invalid state')) {
    return new Error(`${path}: must have one kind of line end, got LF and CRLF`);
  }
  const [line] = message.split('\n');
  return message === line ? error : new Error(`${path}: cannot be read (${line})`);
}

/** Checks integers and turns times to numbers. */
async function narrow(
  path: string,
  columns: Readonly<Record<string, ColumnType>>,
  values: readonly ColumnValue[][],
  firstRecord: number,
): Promise<ColumnValue[][]> {
  const narrowed: ColumnValue[][] = [];
  for (const [j, [name, type]] of Object.entries(columns).entries()) {
    const column = type === 'time' ? values[j].map(toTime) : values[j];
    const isWrong = (value: ColumnValue) => value !== null && !Number.isSafeInteger(value);
    const wrong = type === 'time' || type === 'integer' ? column.findIndex(isWrong) : -1;
    if (wrong >= 0) {
      const line = await lineOfRecord(path, firstRecord + wrong);
      throw wrongType(path, line, name, type, values[j][wrong]);
    }
    narrowed.push(column);
  }
  return narrowed;
}

function toTime(value: ColumnValue): number | null {
  return value === null ? null : parseIsoTime(String(value));
}

async function throwFirstReject(
  connection: DuckDBConnection,
  path: string,
  columns: Readonly<Record<string, ColumnType>>,
): Promise<void> {
  const rejects = await connection.runAndReadAll(
    `SELECT line::DOUBLE, column_name, error_type::VARCHAR, error_message
     FROM reject_errors ORDER BY line, column_idx LIMIT 1`,
  );
  const first = rejects.getRows()[0] as [number, string, string, string] | undefined;
  if (first === undefined) {
    return;
  }
  const [line, column, kind, message] = first;
  const [, value] = /Could not convert string "(.*)" to/s.exec(message) ?? [];
  if (kind === 'CAST' && value !== undefined) {
    throw wrongType(path, line, column, columns[column], value);
  }
  const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  const what = expected === undefined ? message : `must have ${expected} values, got ${found}`;
  throw new Error(`${path} line ${line}: ${what[0].toLowerCase()}${what.slice(1)}`);
}

function checkDelimiter(delimiter: string): void {
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new RangeError(
      `delimiter must be one character but no quote, got ${JSON.stringify(delimiter)}`,
    );
  }
}

/** A quoted name may hold the delimiter and doubled quotes, but no line end. */
function splitHeader(line: string, delimiter: string): string[] {
  const names: string[] = [];
  let name = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"' && quoted && line[i + 1] === '"') {
      name += line[i++];
    } else if (line[i] === '"') {
      quoted = !quoted;
    } else if (line[i] === delimiter && !quoted) {
      names.push(name);
      name = '';
    } else {
      name += line[i];
    }
  }
  return [...names, name];
}
