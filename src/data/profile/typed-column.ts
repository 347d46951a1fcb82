import type { DuckDBConnection } from '@duckdb/node-api';
import { notesOfText } from './column-notes';
import { LOG, type LogTable, type StoredColumn } from './log-table';
import type { ReadOptions } from './read-options';

/** What a column's values are; `nested` are JSON objects and lists, and what else has no order or category. */
export type ColumnContent = 'number' | 'boolean' | 'time' | 'text' | 'nested';

/** A column with what its values are. */
export interface TypedColumn extends StoredColumn {
  readonly content: ColumnContent;
  /** SQL of a value: DOUBLE (epoch ms of a time, 0 or 1 of a boolean), VARCHAR of others; NULL where missing, not finite or beyond 1e100. */
  readonly value: string;
  /** What a reader should know of its values. */
  readonly notes: readonly string[];
}

/** Columns asked about in one query: more take longer to plan than to run. */
const COLUMNS_A_QUERY = 50;
/** Squares of larger numbers, of which spread and distances are made, would be beyond all numbers. */
const LARGEST = 1e100;

const PARQUET_NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** Counts of what a column's values could be. */
export interface ContentCounts {
  readonly present: number;
  readonly numbers: number;
  readonly times: number;
  readonly booleans: number;
  readonly nested: number;
  /** Times that say their zone. */
  readonly zoned: number;
  /** Finite numbers beyond 1e100. */
  readonly beyond: number;
}

/**
 * Finds out what each column holds, by all of its values: numbers, times and true/false where every value is one, else
 * text. Parquet says it itself, but for texts that are times.
 */
export async function typeColumns(
  connection: DuckDBConnection,
  table: LogTable,
  { onReading }: ReadOptions = {},
): Promise<TypedColumn[]> {
  const { columns } = table;
  const typed: TypedColumn[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_A_QUERY) {
    const own = columns.slice(start, start + COLUMNS_A_QUERY);
    onReading?.({ step: 'types', share: start / columns.length });
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
): Promise<ContentCounts[]> {
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
      isText || /^(FLOAT|DOUBLE)$/.test(type)
        ? `count(*) FILTER (isfinite(TRY_CAST(${text} AS DOUBLE)) AND NOT ${isWithin(text)})`
        : 'count(NULL)',
    ];
  });
  const query = `SELECT ${parts.map((part) => `(${part})::DOUBLE`).join(', ')} FROM ${LOG}`;
  const row = (await connection.runAndReadAll(query)).getRows()[0] as number[];
  return columns.map((_, i) => {
    const [present, numbers, times, booleans, nested, zoned, beyond] = row.slice(7 * i, 7 * i + 7);
    return { present, numbers, times, booleans, nested, zoned, beyond };
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
  counts: ContentCounts,
): Promise<TypedColumn> {
  const content = contentOf(counts);
  const text = textOf(table.format, column.sql);
  const values: Record<ColumnContent, string> = {
    number: `CASE WHEN ${isWithin(text)} THEN TRY_CAST(${text} AS DOUBLE) END`,
    boolean: `CAST(TRY_CAST(${text} AS BOOLEAN) AS DOUBLE)`,
    time: `epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ))::DOUBLE`,
    text: `(${text})::VARCHAR`,
    nested: `(${text})::VARCHAR`,
  };
  const typed = { ...column, content, value: values[content], notes: [] };
  return { ...typed, notes: await notesOf(connection, table, typed, counts) };
}

async function notesOf(
  connection: DuckDBConnection,
  table: LogTable,
  column: TypedColumn,
  counts: ContentCounts,
): Promise<readonly string[]> {
  const { content } = column;
  const { present, zoned, beyond } = counts;
  if (content === 'text') return notesOfText(connection, table, column, counts);
  if (content === 'time' && zoned > 0 && zoned < present) {
    return [`${countOf(zoned)} times say their zone, the others are taken for UTC`];
  }
  return content === 'number' && beyond > 0
    ? [`${countOf(beyond)} numbers beyond ${LARGEST} count as missing`]
    : [];
}

const countOf = (count: number) => count.toLocaleString('en-US');

/** False of NaN and infinite numbers, too. */
const isWithin = (text: string) => `(abs(TRY_CAST(${text} AS DOUBLE)) <= ${LARGEST})`;

function contentOf({ present, numbers, times, booleans, nested }: ContentCounts): ColumnContent {
  if (present === 0) return 'text';
  if (nested > 0) return 'nested';
  if (numbers === present) return 'number';
  if (booleans === present) return 'boolean';
  return times === present ? 'time' : 'text';
}
