import type { DuckDBConnection } from '@duckdb/node-api';
import { placeOfRow } from '../table-reader';
import { LOG, type LogTable, type StoredColumn } from './log-table';

/** What a column's values are; `nested` are JSON objects and lists, and what else has no order or category. */
export type ColumnContent = 'number' | 'boolean' | 'time' | 'text' | 'nested';

/** A column with what its values are. */
export interface TypedColumn extends StoredColumn {
  readonly content: ColumnContent;
  /** SQL of a value: DOUBLE (epoch ms of a time, 0 or 1 of a boolean), VARCHAR of others; NULL where missing or not finite. */
  readonly value: string;
  /** What a reader should know of its values. */
  readonly notes: readonly string[];
}

/** Columns asked about in one query: more take longer to plan than to run. */
const COLUMNS_A_QUERY = 50;
/** From this share on, a text column that nearly holds numbers or times is said to. */
const NEARLY = 0.9;

const PARQUET_NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** Counts of what a column's values could be. */
interface Counts {
  readonly present: number;
  readonly numbers: number;
  readonly times: number;
  readonly booleans: number;
  readonly nested: number;
  /** Times that say their zone. */
  readonly zoned: number;
}

/**
 * Finds out what each column holds, by all of its values: numbers, times and true/false where every value is one, else
 * text. Parquet says it itself, but for texts that are times.
 */
export async function typeColumns(
  connection: DuckDBConnection,
  table: LogTable,
): Promise<TypedColumn[]> {
  const { columns } = table;
  const typed: TypedColumn[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_A_QUERY) {
    const own = columns.slice(start, start + COLUMNS_A_QUERY);
    const counts = await countContents(connection, table, own);
    for (const [i, column] of own.entries()) {
      typed.push(await typeColumn(connection, table, column, counts[i]));
    }
  }
  return typed;
}

async function countContents(
  connection: DuckDBConnection,
  { format }: LogTable,
  columns: readonly StoredColumn[],
): Promise<Counts[]> {
  const parts = columns.flatMap(({ sql, type }) => {
    const text = textOf(format, sql);
    const json = format === 'json' ? `json_type(${sql})` : undefined;
    const isText = format !== 'parquet' || type === 'VARCHAR';
    const known = (is: boolean) => `count(${is ? sql : 'NULL'})`;
    const lower = `lower(${text})`;
    return [
      `count(${text})`,
      json
        ? `count(*) FILTER (${json} IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT', 'UHUGEINT'))`
        : format === 'csv'
          ? `count(TRY_CAST(${text} AS DOUBLE))`
          : known(PARQUET_NUMBER.test(type)),
      isText && format !== 'npz'
        ? `count(TRY_CAST(${text} AS TIMESTAMPTZ))`
        : known(/^(TIMESTAMP|DATE)/.test(type)),
      json
        ? `count(*) FILTER (${json} = 'BOOLEAN')`
        : format === 'csv'
          ? `count(*) FILTER (${lower} IN ('true', 'false'))`
          : known(type === 'BOOLEAN'),
      json ? `count(*) FILTER (${json} IN ('OBJECT', 'ARRAY'))` : known(isNestedType(type)),
      isText && format !== 'npz'
        ? `count(*) FILTER (regexp_matches(${text}, '\\d(Z|[+-]\\d\\d(:?\\d\\d)?)$'))`
        : 'count(NULL)',
    ];
  });
  const query = `SELECT ${parts.map((part) => `(${part})::DOUBLE`).join(', ')} FROM ${LOG}`;
  const row = (await connection.runAndReadAll(query)).getRows()[0] as number[];
  return columns.map((_, i) => {
    const [present, numbers, times, booleans, nested, zoned] = row.slice(6 * i, 6 * i + 6);
    return { present, numbers, times, booleans, nested, zoned };
  });
}

const isNestedType = (type: string) => /(\[\]|^(STRUCT|MAP|UNION|LIST|BLOB|INTERVAL))/.test(type);

/** Parquet and NPZ have types; their numbers must not go through text. */
const textOf = (format: LogTable['format'], sql: string) =>
  format === 'json' ? `(${sql} ->> '$')` : sql;

async function typeColumn(
  connection: DuckDBConnection,
  table: LogTable,
  column: StoredColumn,
  counts: Counts,
): Promise<TypedColumn> {
  const content = contentOf(counts);
  const text = textOf(table.format, column.sql);
  const values: Record<ColumnContent, string> = {
    number: `CASE WHEN isfinite(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS DOUBLE) END`,
    boolean: `CAST(TRY_CAST(${text} AS BOOLEAN) AS DOUBLE)`,
    time: `epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ))::DOUBLE`,
    text: `(${text})::VARCHAR`,
    nested: `(${text})::VARCHAR`,
  };
  const notes = content === 'text' ? await nearMisses(connection, table, column, text, counts) : [];
  if (content === 'time' && counts.zoned > 0 && counts.zoned < counts.present) {
    notes.push(
      `${counts.zoned.toLocaleString('en-US')} times say their zone, the others are taken for UTC`,
    );
  }
  return { ...column, content, value: values[content], notes };
}

function contentOf({ present, numbers, times, booleans, nested }: Counts): ColumnContent {
  if (present === 0) return 'text';
  if (nested > 0) return 'nested';
  if (numbers === present) return 'number';
  if (booleans === present) return 'boolean';
  return times === present ? 'time' : 'text';
}

/** A few wrong values make a column of numbers one of text; says where the first stands. */
async function nearMisses(
  connection: DuckDBConnection,
  table: LogTable,
  { sql }: StoredColumn,
  text: string,
  { present, numbers, times }: Counts,
): Promise<string[]> {
  const [what, count, type] =
    numbers >= times ? ['numbers', numbers, 'DOUBLE'] : ['times', times, 'TIMESTAMPTZ'];
  if (present === 0 || count < NEARLY * present || table.format !== 'csv' || !table.file) return [];
  const found = await connection.runAndReadAll(`SELECT row::DOUBLE, ${text} FROM ${LOG}
    WHERE ${sql} IS NOT NULL AND TRY_CAST(${text} AS ${type}) IS NULL ORDER BY row LIMIT 1`);
  const [row, value] = found.getRows()[0] as [number, string];
  const place = await placeOfRow(table.file, row);
  const others = (present - count).toLocaleString('en-US');
  return [
    `all but ${others} of ${present.toLocaleString('en-US')} values are ${what}; first other: ${place}, got ${value}`,
  ];
}
