import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { checkColumns } from '../data/csv';
import { quotePath, quoteText } from '../data/sql';
import { checkColumnTypes, type TableColumn } from '../data/table-column';
import { openTableFile, type TableFile } from '../data/table-file';
import { explained } from '../data/table-reader';
import { WHIS_COLUMNS, WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';

const ZONED = 'TIMESTAMP WITH TIME ZONE';
const VALUE_TYPES: Readonly<Record<string, TableColumn['type']>> = {
  BIGINT: 'a number',
  INTEGER: 'a number',
  DOUBLE: 'a number',
  VARCHAR: 'a text',
  BOOLEAN: 'true or false',
};

/** Path of a table's file. */
export const tablePath = (directory: string, name: WhisTableName | 'labels'): string =>
  join(directory, `${name}.parquet`);

/**
 * Looks at the files of all tables, not at their rows.
 *
 * @throws {RangeError} if a file lacks a column; {@link TypeError} if one is of another type, a time has no zone, or
 * values are missing; {@link Error} if a file is missing or broken. Each names file and column.
 */
export async function openTables(
  connection: DuckDBConnection,
  directory: string,
): Promise<Record<WhisTableName, TableFile>> {
  const tables: Partial<Record<WhisTableName, TableFile>> = {};
  for (const name of WHIS_TABLE_NAMES) {
    const columns = WHIS_COLUMNS[name];
    tables[name] = await openTyped(connection, tablePath(directory, name), columns);
    await checkNothingMissing(connection, tables[name], Object.keys(columns));
  }
  return tables as Record<WhisTableName, TableFile>;
}

/** Makes a view of each table, as the features' SQL has them: `time` in epoch ms in the place of `ts`. */
export async function createViews(
  connection: DuckDBConnection,
  tables: Readonly<Record<WhisTableName, TableFile>>,
): Promise<void> {
  for (const name of WHIS_TABLE_NAMES) {
    const columns = Object.entries(WHIS_COLUMNS[name]).map(([column, type]) =>
      type === ZONED ? `epoch_ms(${column}) AS time` : `CAST(${column} AS ${type}) AS ${column}`,
    );
    await connection.run(
      `CREATE VIEW ${name} AS SELECT ${columns.join(', ')} FROM ${tables[name].source}`,
    );
  }
}

/**
 * Opens a parquet file whose columns must be of certain types.
 *
 * @throws as `openTables` does.
 */
export async function openTyped(
  connection: DuckDBConnection,
  path: string,
  columns: Readonly<Record<string, string>>,
): Promise<TableFile> {
  const table = await openTableFile(connection, path).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${path}: no such file`);
  });
  const names = Object.keys(columns);
  checkColumns(path, [...table.types.keys()], names);
  const plain = names.filter((name) => columns[name] !== ZONED);
  checkColumnTypes(
    table,
    plain.map((name) => ({ name, type: VALUE_TYPES[columns[name]], isQuantity: false })),
  );
  for (const name of names.filter((name) => columns[name] === ZONED)) {
    const found = table.types.get(name);
    if (found === ZONED) continue;
    throw new TypeError(
      `${path}, column ${name}: must be a time with a zone (${ZONED}), so that times of all tables can be compared, got ${found}`,
    );
  }
  return table;
}

/** The file's own counts tell without reading the rows; files of some writers have none. */
async function checkNothingMissing(
  connection: DuckDBConnection,
  { path }: TableFile,
  names: readonly string[],
): Promise<void> {
  const counted = await connection.runAndReadAll(
    `SELECT path_in_schema, sum(stats_null_count)::DOUBLE FROM parquet_metadata(${quotePath(path)})
     GROUP BY path_in_schema HAVING sum(stats_null_count) > 0`,
  );
  const missing = new Map(counted.getRows() as [string, number][]);
  const name = names.find((column) => missing.has(column));
  if (name === undefined) return;
  throw new TypeError(
    `${path}, column ${name}: must have a value in each row, got ${missing.get(name)} without`,
  );
}

const OUTCOMES = ['success', 'failure'];

/**
 * Refuses outcomes of logins that features do not know: each would pass for no refusal.
 *
 * @throws {RangeError} naming file and column; {@link Error} if the file is broken.
 */
export async function checkOutcomes(connection: DuckDBConnection, table: TableFile): Promise<void> {
  const known = OUTCOMES.map(quoteText).join(', ');
  const sql = `SELECT outcome FROM ${table.source} WHERE outcome NOT IN (${known}) LIMIT 1`;
  const found = await connection.runAndReadAll(sql).catch((error) => {
    throw explained(error, table);
  });
  const [other] = found.getRows();
  if (other === undefined) return;
  throw new RangeError(
    `${table.path}, column outcome: must be ${OUTCOMES.join(' or ')}, got ${other[0]}`,
  );
}
