import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { checkColumns } from './csv';
import { type ColumnValue, lineOfRecord } from './csv-reader';
import { firstLine, quoteName } from './sql';
import { checkColumnTypes, isWrongSql, type TableColumn, valueSql } from './table-column';
import type { TableFile } from './table-file';

/** Consecutive rows of a file. */
export interface TableBatch {
  /** Row that the batch begins with; the file's first is 0. */
  readonly start: number;
  readonly nRows: number;
  /** The quantities, row-major, shape `[nRows, nQuantities]`, NaN where the file has nothing. */
  readonly quantities: Float64Array;
  /** Values of each other column, null where the file has nothing. */
  readonly categories: Readonly<Record<string, readonly ColumnValue[]>>;
}

/**
 * Reads columns of a file in batches, in its order; only a few of DuckDB's chunks are in memory at once.
 *
 * @param nBatchRows rows of a batch but the last; up to 2,047 more, as DuckDB's chunks come.
 * @throws {RangeError} if the file lacks a column; says which there are.
 * @throws {TypeError} at the first value of a wrong type, with row or line, and column.
 * @throws {Error} if the file is broken.
 */
export async function* readTableBatches(
  connect: () => Promise<DuckDBConnection>,
  table: TableFile,
  columns: readonly TableColumn[],
  nBatchRows: number,
): AsyncGenerator<TableBatch> {
  checkColumns(
    table.path,
    [...table.types.keys()],
    columns.map(({ name }) => name),
  );
  checkColumnTypes(table, columns);
  const connection = await connect();
  const query = `SELECT ${columns.map((column) => valueSql(table, column)).join(', ')},
    ${anyIsWrong(table, columns)} FROM ${table.source}`;
  let start = 0;
  try {
    const result = await connection.stream(query);
    let [chunks, nRows]: [DuckDBDataChunk[], number] = [[], 0];
    for await (const chunk of result) {
      chunks.push(chunk);
      nRows += chunk.rowCount;
      if (nRows < nBatchRows) continue;
      yield await toBatch(connect, table, columns, chunks, start, nRows);
      start += nRows;
      [chunks, nRows] = [[], 0];
    }
    if (nRows > 0) yield await toBatch(connect, table, columns, chunks, start, nRows);
  } catch (error) {
    throw explained(error, table);
  }
}

const anyIsWrong = (table: TableFile, columns: readonly TableColumn[]) =>
  columns.map((column) => isWrongSql(table, column)).join(' OR ');

async function toBatch(
  connect: () => Promise<DuckDBConnection>,
  table: TableFile,
  columns: readonly TableColumn[],
  chunks: readonly DuckDBDataChunk[],
  start: number,
  nRows: number,
): Promise<TableBatch> {
  const nQuantities = columns.filter(({ isQuantity }) => isQuantity).length;
  const quantities = new Float64Array(nRows * nQuantities);
  const categories: Record<string, ColumnValue[]> = {};
  for (const { name, isQuantity } of columns) if (!isQuantity) categories[name] = [];
  let offset = 0;
  for (const chunk of chunks) {
    const wrong = firstTrue(chunk, columns.length);
    if (wrong >= 0) throw await wrongValue(connect, table, columns, start + offset + wrong);
    let quantity = 0;
    columns.forEach(({ name, isQuantity }, j) => {
      if (isQuantity)
        copyColumn(chunk, j, quantities, offset * nQuantities + quantity++, nQuantities);
      else categories[name].push(...(chunk.getColumnValues(j) as ColumnValue[]));
    });
    offset += chunk.rowCount;
  }
  return { start, nRows, quantities, categories };
}

/** SQL has put NaN in the place of nothing, so that DuckDB has no mask to look up. */
function copyColumn(
  chunk: DuckDBDataChunk,
  column: number,
  into: Float64Array,
  first: number,
  step: number,
): void {
  const vector = chunk.getColumnVector(column);
  for (let i = 0, at = first; i < vector.itemCount; i++, at += step) {
    into[at] = vector.getItem(i) as number;
  }
}

function firstTrue(chunk: DuckDBDataChunk, column: number): number {
  const vector = chunk.getColumnVector(column);
  for (let i = 0; i < vector.itemCount; i++) if (vector.getItem(i)) return i;
  return -1;
}

/** Asks for the row again, as the file has it. */
async function wrongValue(
  connect: () => Promise<DuckDBConnection>,
  table: TableFile,
  columns: readonly TableColumn[],
  row: number,
): Promise<TypeError> {
  const connection = await connect();
  const texts = columns.map(
    (column) =>
      `CASE WHEN ${isWrongSql(table, column)} THEN CAST(${quoteName(column.name)} AS VARCHAR) END`,
  );
  const found = await connection.runAndReadAll(
    `SELECT ${texts.join(', ')} FROM ${table.source} LIMIT 1 OFFSET ${row}`,
  );
  const values = found.getRows()[0] as (string | null)[];
  const j = values.findIndex((value) => value !== null);
  const { name, type } = columns[j];
  const where = await placeOfRow(table, row);
  return new TypeError(`${where}, column ${name}: must be ${type}, got ${values[j]}`);
}

/** Where a row stands, as people find it: the line of a CSV file, else the row counted from 1. */
export async function placeOfRow({ path, format }: TableFile, row: number): Promise<string> {
  return format === 'csv'
    ? `${path} line ${await lineOfRecord(path, row)}`
    : `${path} row ${row + 1}`;
}

/** DuckDB's error as one line that names the file, and the line where it says so. */
export function explained(error: unknown, { path }: TableFile): unknown {
  const { message } = error as Error;
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (line && expected) {
    return new Error(`${path} line ${line}: must have ${expected} values, got ${found}`);
  }
  if (line && /not utf-8/.test(message)) return new Error(`${path} line ${line}: must be UTF-8`);
  if (line && /unterminated quote/.test(message)) {
    return new Error(`${path} line ${line}: must end the quote that it begins`);
  }
  if (line) return new Error(`${path} line ${line}: cannot be read`);
  if (!/^[\w ]+ Error: /.test(message)) return error;
  return new Error(`${path}: cannot be read (${firstLine(error)})`);
}
