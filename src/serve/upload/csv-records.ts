import { problem } from '../problem';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line where it begins, from 1; a quoted cell may hold line ends. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What is wrong with its quotes; null where nothing is. */
  readonly error: string | null;
}

/** Characters of a record, so that no file holds up the event loop with a single one. */
const MOST_CHARACTERS = 2 ** 21;

/** Where the reader stands. */
interface Cursor {
  readonly text: string;
  readonly delimiter: string;
  position: number;
  line: number;
  /** Where the record begins. */
  start: number;
  error: string | null;
}

const QUOTE = '"';

/**
 * Reads a CSV text record by record; blank lines are none.
 *
 * Lines end with LF, CRLF or CR. Source: RFC 4180, section 2.
 *
 * @throws {Problem} 413 if a record is too long.
 */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  const cursor: Cursor = { text, delimiter, position: 0, line: 1, start: 0, error: null };
  while (cursor.position < text.length) {
    const { line, position } = cursor;
    if (text[position] === '\n' || text[position] === '\r') {
      passLineEnd(cursor);
      continue;
    }
    cursor.start = position;
    cursor.error = null;
    const cells = readCells(cursor);
    yield { line, cells, error: cursor.error };
  }
}

function readCells(cursor: Cursor): string[] {
  const { text, delimiter } = cursor;
  const cells: string[] = [];
  for (;;) {
    const isQuoted = text[cursor.position] === QUOTE;
    cells.push(isQuoted ? readQuoted(cursor) : readPlain(cursor));
    if (text[cursor.position] !== delimiter) break;
    cursor.position++;
  }
  passLineEnd(cursor);
  return cells;
}

/** Reads up to the next delimiter or line end. */
function readPlain(cursor: Cursor): string {
  const { text, delimiter } = cursor;
  const start = cursor.position;
  const last = Math.min(text.length, cursor.start + MOST_CHARACTERS + 1);
  let end = start;
  for (; end < last; end++) {
    const character = text[end];
    if (character === delimiter || character === '\n' || character === '\r') break;
    if (character === QUOTE) cursor.error = 'a cell with a quote in it must be quoted as a whole';
  }
  cursor.position = end;
  checkLength(cursor);
  return text.slice(start, end);
}

/** Two quotes stand for one. */
function readQuoted(cursor: Cursor): string {
  const { text } = cursor;
  let start = cursor.position + 1;
  let value = '';
  for (;;) {
    const end = text.indexOf(QUOTE, start);
    if (end < 0) {
      cursor.error = `a quote must be closed, got none up to the end of the file`;
      cursor.position = text.length;
      return value;
    }
    value += text.slice(start, end);
    cursor.position = end + 1;
    checkLength(cursor);
    if (text[end + 1] !== QUOTE) break;
    value += QUOTE;
    start = end + 2;
  }
  countLines(cursor, value);
  const rest = readPlain(cursor);
  if (rest !== '') cursor.error = 'a closing quote must end the cell';
  return value + rest;
}

function checkLength({ position, start, line }: Cursor): void {
  if (position - start <= MOST_CHARACTERS) return;
  throw problem(
    413,
    `a record must have at most ${MOST_CHARACTERS} characters, got more in line ${line}`,
  );
}

function countLines(cursor: Cursor, value: string): void {
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\n' || (value[i] === '\r' && value[i + 1] !== '\n')) cursor.line++;
  }
}

function passLineEnd(cursor: Cursor): void {
  const { text } = cursor;
  if (cursor.position >= text.length) return;
  cursor.position += text[cursor.position] === '\r' && text[cursor.position + 1] === '\n' ? 2 : 1;
  cursor.line++;
}
