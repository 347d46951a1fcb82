import type { DuckDBConnection } from '@duckdb/node-api';
import { withShare } from '../database';
import { readNpz } from '../npz';
import { quoteName, quotePath, quoteText } from '../sql';
import { openTableFile, type TableFile } from '../table-file';
import { explained } from '../table-reader';
import type { ReadOptions } from './read-options';

/** A file of rows in a database, its columns under names of their own: `c0`, `c1`, ... */
export interface LogTable {
  readonly path: string;
  readonly format: TableFile['format'] | 'npz';
  readonly nRows: number;
  /** All columns of the file. */
  readonly names: readonly string[];
  /** Those that were brought in. */
  readonly columns: readonly StoredColumn[];
  /** As the file was opened; undefined for NPZ. */
  readonly file: TableFile | undefined;
}

/** A column as it was stored. */
export interface StoredColumn {
  readonly name: string;
  /** Its name in SQL, behind which its values are as the file has them. */
  readonly sql: string;
  /** DuckDB's type: VARCHAR for CSV, JSON for JSON. */
  readonly type: string;
}

/** Chooses of a file's columns those that are wanted. */
export type ColumnPicker = (names: readonly string[]) => readonly string[];

/** What stands behind FROM; `row` there is a row's number from 0. */
export const LOG = 'log';

/**
 * Brings a file into a database: parquet stays where it is and is read by column, others are copied to the database's
 * file, so that memory does not grow with their rows. NPZ has a matrix X and, if labelled, y.
 *
 * @param pick chooses of the file's columns those that are brought in; a thousand are no trouble, ten thousand are.
 * @throws {RangeError} if the name's end tells no format, or an NPZ has no such arrays.
 * @throws {Error} naming the file, and the line where it is known, if the file is missing, empty or broken.
 */
export async function openLogTable(
  connection: DuckDBConnection,
  path: string,
  pick: ColumnPicker,
  { missing = [], onReading }: ReadOptions = {},
): Promise<LogTable> {
  if (!Array.isArray(missing)) {
    throw new TypeError(`missing must be a list of texts, got ${missing}`);
  }
  await connection.run("SET TimeZone = 'UTC'");
  if (/\.npz$/i.test(path)) return openArrays(connection, path, pick);
  const file = await openTableFile(connection, path);
  const names = [...file.types.keys()];
  const columns = pick(names).map((name, j) => {
    return { name, type: String(file.types.get(name)), sql: `c${j}` };
  });
  const selected = columns.map((column) => `${presentSql(column, missing)} AS ${column.sql}`);
  try {
    if (file.format === 'parquet') {
      const source = `read_parquet(${quotePath(path)}, file_row_number = true)`;
      await connection.run(
        `CREATE VIEW ${LOG} AS SELECT ${selected.join(', ')}, file_row_number AS row FROM ${source}`,
      );
    } else {
      const onShare = onReading && ((share: number) => onReading({ step: 'reading', share }));
      await withShare(connection, onShare, () =>
        connection.run(`CREATE TABLE stored AS SELECT ${selected.join(', ')} FROM ${file.source}`),
      );
      await connection.run(`CREATE VIEW ${LOG} AS SELECT *, rowid AS row FROM stored`);
    }
    const nRows = await countRows(connection);
    return { path, format: file.format, nRows, names, columns, file };
  } catch (error) {
    throw explained(error, file);
  }
}

/** A column without the texts that stand for nothing. */
function presentSql({ name, type }: StoredColumn, missing: readonly string[]): string {
  const column = quoteName(name);
  if (missing.length === 0 || (type !== 'VARCHAR' && type !== 'JSON')) return column;
  const text = type === 'JSON' ? `(${column} ->> '$')` : column;
  return `CASE WHEN ${text} NOT IN (${missing.map(quoteText).join(', ')}) THEN ${column} END`;
}

async function countRows(connection: DuckDBConnection): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${LOG}`);
  return counted.getRows()[0][0] as number;
}

/** ADBench's form: features are numbered from 0. */
async function openArrays(
  connection: DuckDBConnection,
  path: string,
  pick: ColumnPicker,
): Promise<LogTable> {
  const { X, y } = await readNpz(path);
  if (X?.shape.length !== 2 || Array.isArray(X.data)) {
    const got = X ? `shape [${X.shape}]` : 'none';
    throw new RangeError(`${path}: must have X, numbers of shape [n, m], got ${got}`);
  }
  const [nRows, nFeatures] = X.shape;
  if (y && (y.data.length !== nRows || Array.isArray(y.data))) {
    throw new RangeError(`${path}: must have y of ${nRows} numbers, got ${y.data.length}`);
  }
  const features = Array.from({ length: nFeatures }, (_, j) => `feature ${j}`);
  const names = y ? [...features, 'y'] : features;
  const columns = pick(names).map((name, j) => ({ name, type: 'DOUBLE', sql: `c${j}` }));
  const taken = columns.map(({ name }) => names.indexOf(name));
  await connection.run(
    `CREATE TABLE stored (${columns.map(({ sql }) => `${sql} DOUBLE`).join(', ')})`,
  );
  const appender = await connection.createAppender('stored');
  for (let i = 0; i < nRows; i++) {
    for (const j of taken) {
      const value = j === nFeatures ? y.data[i] : X.data[i * nFeatures + j];
      appender.appendDouble(Number(value));
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`CREATE VIEW ${LOG} AS SELECT *, rowid AS row FROM stored`);
  return { path, format: 'npz', nRows, names, columns, file: undefined };
}
