import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readCsvHeader } from './csv-reader';
import { checkGzip, isGzip } from './lines';
import { firstLine, quotePath, quoteText } from './sql';

/** A file of rows as DuckDB reads it. */
export interface TableFile {
  readonly path: string;
  readonly format: TableFormat;
  /** Names of the columns with DuckDB's types: in CSV all are VARCHAR, in JSON all JSON. */
  readonly types: ReadonlyMap<string, string>;
  /** What stands behind FROM. */
  readonly source: string;
  /** Rows of the file; undefined where it would have to be read through for that. */
  readonly nRows: number | undefined;
}

/** How rows lie in a file. */
export type TableFormat = 'csv' | 'parquet' | 'json';

/** Objects of a JSON file that say which columns there are. */
const SAMPLED_OBJECTS = 20_480;

/**
 * The format of a file by the end of its name; CSV and JSON may be gzipped (`.gz`).
 *
 * @throws {RangeError} if it is none of the known.
 */
export function tableFormatOf(path: string): TableFormat {
  const [, end = 'none', gz] = /\.([a-z]+)(\.gz)?$/i.exec(path) ?? [];
  const format = end.toLowerCase();
  if (format === 'csv') return 'csv';
  if (format === 'parquet' && !gz) return 'parquet';
  if (['json', 'jsonl', 'ndjson'].includes(format)) return 'json';
  throw new RangeError(
    `${path}: must end in .csv, .parquet, .json, .jsonl or .ndjson, plain or (not parquet) with .gz`,
  );
}

/**
 * Finds out what columns a file has: CSV with a header (commas, or semicolons, tabs or bars if the header has no comma), parquet, or JSON (an array of objects, or one a
 * line; its first 20,480 objects say which columns there are).
 *
 * @throws {RangeError} if the name's end tells no format.
 * @throws {Error} naming the file if it is missing, empty or broken.
 */
export async function openTableFile(
  connection: DuckDBConnection,
  path: string,
): Promise<TableFile> {
  const format = tableFormatOf(path);
  const gzip = await isGzip(path);
  if (gzip) await checkGzip(path); // DuckDB takes a gzip that is cut short for a whole one.
  if (format === 'csv') return csvFile(path, gzip);
  if ((await stat(path)).size === 0) throw new Error(`${path}: must have rows, got an empty file`);
  try {
    return await (format === 'parquet'
      ? parquetFile(connection, path)
      : jsonFile(connection, path));
  } catch (error) {
    throw new Error(`${path}: cannot be read (${firstLine(error)})`);
  }
}

async function csvFile(path: string, gzip: boolean): Promise<TableFile> {
  const { names, delimiter } = await csvHeader(path);
  const types = new Map(names.map((name) => [name, 'VARCHAR']));
  const source = `read_csv(${quotePath(path)}, columns = ${columnsOf(types)}, auto_detect = false,
    header = true, strict_mode = true, nullstr = '', delim = '${delimiter}', quote = '"', escape = '"',
    compression = '${gzip ? 'gzip' : 'none'}')`;
  return { path, format: 'csv', types, source, nRows: undefined };
}

/** A header without a comma tells by what else it has. */
async function csvHeader(path: string): Promise<{ names: string[]; delimiter: string }> {
  const names = await readCsvHeader(path, ',');
  const delimiter = names.length > 1 ? undefined : /[;\t|]/.exec(names[0])?.[0];
  if (delimiter === undefined) return { names, delimiter: ',' };
  return { names: await readCsvHeader(path, delimiter), delimiter };
}

async function parquetFile(connection: DuckDBConnection, path: string): Promise<TableFile> {
  const source = `read_parquet(${quotePath(path)})`;
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source}`);
  const nRows = counted.getRows()[0][0] as number;
  return { path, format: 'parquet', types: await describe(connection, source), source, nRows };
}

async function jsonFile(connection: DuckDBConnection, path: string): Promise<TableFile> {
  const sampled = `read_json(${quotePath(path)}, sample_size = ${SAMPLED_OBJECTS}, maximum_depth = 1)`;
  const names = [...(await describe(connection, sampled)).keys()];
  const types = new Map(names.map((name) => [name, 'JSON']));
  const source = `read_json(${quotePath(path)}, columns = ${columnsOf(types)})`;
  return { path, format: 'json', types, source, nRows: undefined };
}

async function describe(
  connection: DuckDBConnection,
  source: string,
): Promise<ReadonlyMap<string, string>> {
  const columns = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return new Map(columns.getRows().map(([name, type]) => [String(name), String(type)]));
}

function columnsOf(types: ReadonlyMap<string, string>): string {
  const columns = [...types].map(([name, type]) => `${quoteText(name)}: '${type}'`);
  return `{${columns.join(', ')}}`;
}
