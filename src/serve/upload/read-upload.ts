import { setImmediate } from 'node:timers/promises';
import type { Row } from '../../pipeline/columns';
import type { PipelineState } from '../../pipeline/state';
import { type EventColumn, fitsColumn, needOf } from '../models/event-columns';
import { problem, shownValue } from '../problem';
import type { CellValue, UploadColumn, UploadError } from './answer';
import { type CellReader, cellReader } from './cell-value';
import { type ColumnBuilder, columnBuilder } from './column-builder';
import { type CsvRecord, csvRecords } from './csv-records';
import { delimiterOf } from './csv-text';

/** Rows that one file may have. */
export const MOST_ROWS = 250_000;
const MOST_ERRORS = 1000;
const MOST_COLUMNS = 50;
/** Characters of a cell: more are cut where they are shown, and refused where the model reads them. */
const MOST_CHARACTERS = 500;
/** Cells read before others have their turn on the event loop. */
const TURN = 20_000;

/** The rows of a file that fit a model, and what is wrong with the others. */
export interface UploadRows {
  readonly rows: readonly Row[];
  readonly lines: readonly number[];
  readonly columns: readonly UploadColumn[];
  readonly nHiddenColumns: number;
  readonly errors: readonly UploadError[];
  readonly nErrors: number;
}

/** A column of the file that is read or shown. */
interface Place {
  readonly name: string;
  /** Which cell of a record. */
  readonly index: number;
  /** What the model wants in it; null where it does not read it. */
  readonly column: EventColumn | null;
  readonly read: CellReader;
  readonly builder: ColumnBuilder;
}

/**
 * Reads rows for a model from a CSV text; a row with an error is left out.
 *
 * @param checkWanted throws where nobody waits for the rows any more.
 * @throws {Problem} 400 if the header lacks a column or has one twice, 413 if there are too many rows.
 */
export async function readUpload(
  text: string,
  columns: readonly EventColumn[],
  state: PipelineState,
  checkWanted: () => void,
): Promise<UploadRows> {
  const records = csvRecords(text, delimiterOf(text));
  const header = readHeader(records.next().value ?? undefined);
  const places = placesOf(header, columns, state);
  const rows: Row[] = [];
  const lines: number[] = [];
  const errors = errorList();
  let [nRecords, nCells] = [0, 0];
  for (const record of records) {
    if (++nRecords > MOST_ROWS) throw problem(413, `file must have at most ${MOST_ROWS} rows`);
    nCells += record.cells.length;
    if (nCells >= TURN) {
      nCells = 0;
      await setImmediate();
      checkWanted();
    }
    const values = readRecord(record, header, places, errors.add);
    if (!values) continue;
    lines.push(record.line);
    rows.push(rowOf(places, values));
  }
  return {
    rows,
    lines,
    columns: places.map(({ name, column, builder }) => ({
      name,
      isRead: column !== null,
      ...builder.built(),
    })),
    nHiddenColumns: header.length - places.length,
    errors: errors.first,
    nErrors: errors.count(),
  };
}

function readHeader(record: CsvRecord | undefined): readonly string[] {
  if (!record) throw problem(400, 'file must have a header line, got blank lines');
  if (record.error) throw problem(400, `${record.error} (line ${record.line})`);
  const seen = new Set<string>();
  for (const name of record.cells) {
    if (seen.has(name)) {
      throw problem(400, `header must have each name once, got ${shownValue(name)} twice`);
    }
    seen.add(name);
  }
  return record.cells;
}

/** The columns of the model, and as many others as are shown, in the order of the file. */
function placesOf(
  header: readonly string[],
  columns: readonly EventColumn[],
  state: PipelineState,
): Place[] {
  const missing = columns.filter(({ name }) => !header.includes(name)).map(({ name }) => name);
  if (missing.length > 0) {
    const got = header.slice(0, 20).map((name) => name.slice(0, 40));
    throw problem(
      400,
      `header must have ${missing.join(', ')}, got ${got.join(', ')}${header.length > 20 ? ', …' : ''}`,
    );
  }
  const wanted = new Map(columns.map((column) => [column.name, column]));
  let nOthers = Math.max(MOST_COLUMNS - columns.length, 0);
  return header.flatMap((name, index) => {
    const column = wanted.get(name) ?? null;
    if (!column && nOthers-- <= 0) return [];
    const read = column ? cellReader(column, state) : shortText;
    return { name: shortText(name), index, column, read, builder: columnBuilder() };
  });
}

/** The values of a record in its places; nothing where there is an error. */
function readRecord(
  { line, cells, error }: CsvRecord,
  header: readonly string[],
  places: readonly Place[],
  addError: (error: UploadError) => void,
): CellValue[] | undefined {
  if (error) return void addError({ line, column: null, message: error });
  if (cells.length !== header.length) {
    const message = `must have ${header.length} cells, got ${cells.length}`;
    return void addError({ line, column: null, message });
  }
  let isRight = true;
  const values = places.map(({ name, index, column, read }) => {
    const text = cells[index];
    const value = read(text);
    const message = column ? errorOf(column, text, value) : undefined;
    if (message === undefined) return value;
    isRight = false;
    addError({ line, column: name, message });
    return null;
  });
  return isRight ? values : undefined;
}

function errorOf(column: EventColumn, text: string, value: CellValue): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    return `must have at most ${MOST_CHARACTERS} characters, got ${text.length}`;
  }
  if (fitsColumn(column, value)) return undefined;
  return `must be ${needOf(column)}, got ${value === null ? 'nothing' : shownValue(value)}`;
}

function rowOf(places: readonly Place[], values: readonly CellValue[]): Row {
  const row: Record<string, CellValue> = {};
  places.forEach(({ name, column, builder }, j) => {
    builder.add(values[j]);
    if (column) row[name] = values[j];
  });
  return row;
}

function errorList() {
  const first: UploadError[] = [];
  let count = 0;
  return {
    first,
    count: () => count,
    add: (error: UploadError): void => {
      if (count++ < MOST_ERRORS) first.push(error);
    },
  };
}

function shortText(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
