import type { DuckDBConnection } from '@duckdb/node-api';
import { checkInteger, checkOptionNames } from '../../check-options';
import {
  type ColumnCounts,
  type ColumnProfile,
  countColumns,
  profileColumn,
} from './column-profile';
import { LOG, type LogTable } from './log-table';
import type { ReadOptions } from './read-options';
import { type TypedColumn, typeColumns } from './typed-column';
import { withLog } from './with-log';

/** What is known of a table. */
export interface TableProfile {
  readonly path: string;
  readonly format: LogTable['format'];
  readonly nRows: number;
  readonly nColumns: number;
  /** Rows that an earlier row equals in all columns that were looked at. */
  readonly nDuplicateRows: number;
  /** Whether distinct values, duplicate rows and quantiles are estimates: above a million rows. */
  readonly isEstimate: boolean;
  /** The first columns of the file, up to `maxColumns`. */
  readonly columns: readonly ColumnProfile[];
}

/** How a table is profiled. */
export interface ProfileOptions extends ReadOptions {
  /** Columns that are looked at, the first of the file. Default 1,000. */
  readonly maxColumns?: number;
}

/** Up to here all values of a column are counted, above they are estimated. */
const MOST_COUNTED = 1_000_000;
/** Columns that get a histogram or their most frequent values. */
const DETAILED = 200;
/** Columns asked about in one query: more take longer to plan than to run. */
const COLUMNS_A_QUERY = 25;

/**
 * What is in a file of rows: types, missing values, how values are spread, what is constant, double or names rows.
 *
 * DuckDB reads it; memory does not grow with the file (`.csv` with a header, `.parquet`, `.json`, `.jsonl`, `.ndjson`; CSV
 * and JSON also gzipped; `.npz` with X and y). A column of CSV holds numbers, times or true/false if every value is
 * one, else text; numbers beyond 1e100 count as missing; times without a zone are taken for UTC. The first 200 columns get histograms and most frequent values.
 *
 * @throws {RangeError} if an option is unknown or out of range, or the file's name tells no format.
 * @throws {Error} naming the file, and the line where it is known, if it is missing, empty or broken.
 * @example
 * const { nRows, columns } = await profileTable('logins.csv');
 * columns[0].nMissing; // 0
 */
export async function profileTable(
  path: string,
  options: ProfileOptions = {},
): Promise<TableProfile> {
  checkOptionNames(options, ['maxColumns', 'missing', 'onReading', 'signal']);
  const { maxColumns = 1000 } = options;
  checkInteger('maxColumns', maxColumns, 1);
  const first = (names: readonly string[]) => names.slice(0, maxColumns);
  return withLog(path, first, options, async (connection, table) => {
    const columns = await typeColumns(connection, table, options);
    return profileColumns(connection, table, columns, options);
  });
}

/** Profiles columns of a table that is open. */
export async function profileColumns(
  connection: DuckDBConnection,
  table: LogTable,
  columns: readonly TypedColumn[],
  { onReading }: ReadOptions = {},
): Promise<TableProfile> {
  const { path, format, nRows } = table;
  const isEstimate = nRows > MOST_COUNTED;
  const profiles: Omit<ColumnProfile, 'duplicateOf'>[] = [];
  const counts: ColumnCounts[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_A_QUERY) {
    const own = columns.slice(start, start + COLUMNS_A_QUERY);
    const found = await countColumns(connection, own, isEstimate);
    counts.push(...found);
    for (const [i, column] of own.entries()) {
      const detailed = start + i < DETAILED;
      onReading?.({ step: 'columns', share: (start + i) / columns.length });
      profiles.push(await profileColumn(connection, column, found[i], nRows, detailed));
    }
  }
  return {
    ...{ path, format, nRows, nColumns: table.names.length, isEstimate },
    nDuplicateRows: await countDuplicates(connection, table, isEstimate),
    columns: withDuplicates(profiles, counts),
  };
}

/** Columns of the same fingerprint and content have the same values; constant ones are told as such. */
function withDuplicates(
  profiles: readonly Omit<ColumnProfile, 'duplicateOf'>[],
  counts: readonly ColumnCounts[],
): ColumnProfile[] {
  const firsts = new Map<string, string>();
  return profiles.map((profile, j) => {
    if (profile.isConstant) return profile;
    const key = `${profile.content} ${counts[j].fingerprint}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, profile.name);
    return first === undefined ? profile : { ...profile, duplicateOf: first };
  });
}

async function countDuplicates(
  connection: DuckDBConnection,
  { nRows, columns }: LogTable,
  isEstimate: boolean,
): Promise<number> {
  if (nRows === 0) return 0;
  const row = `hash(${columns.map(({ sql }) => sql).join(', ')})`;
  const distinct = isEstimate ? `approx_count_distinct(${row})` : `count(DISTINCT ${row})`;
  const found = await connection.runAndReadAll(`SELECT (${distinct})::DOUBLE FROM ${LOG}`);
  return Math.max(nRows - (found.getRows()[0][0] as number), 0);
}
