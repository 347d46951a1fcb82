import { quoteSparkName } from '../../data/spark/paths';
import type { TableColumn } from '../../data/table-column';
import { escapedSql, programSql, unescapedSql } from './program-sql';

/** A column that is written as it was read. */
export interface KeptColumn {
  readonly name: string;
  /** Spark's type. */
  readonly type: string;
  /** Where it is made of another: how; else it is the column itself. */
  readonly sql?: string;
}

/** What is read, by whom it is scored, what is kept. */
export interface TransformQuery {
  /** As `parquetSource` gives it. */
  readonly source: string;
  readonly kept: readonly KeptColumn[];
  /** Columns that the pipeline reads, in its order. */
  readonly columns: readonly TableColumn[];
  /** What the worker's machine runs, word by word. */
  readonly command: readonly string[];
}

const TYPES = { 'a number': 'DOUBLE', 'a text': 'STRING', 'true or false': 'BOOLEAN' } as const;

/**
 * Spark's SQL that has a program score rows: the kept columns with their types, then `score` (FLOAT), `flag` (TINYINT) and `refused` (STRING),
 * null where there is none.
 */
export function transformSql({ source, kept, columns, command }: TransformQuery): string {
  const ids = kept.map((_, i) => `id_${i}`);
  const inner = [
    ...kept.map((column, i) => `${keptAsText(column)} AS id_${i}`),
    ...columns.map((column, i) => `${columnAsText(column)} AS value_${i}`),
  ];
  const given = [...ids, ...columns.map((_, i) => `value_${i}`)];
  const taken = [...ids, 'why', 'score', 'flag'];
  const outer = [
    ...kept.map(
      (column, i) => `${keptOfText(column, `id_${i}`)} AS ${quoteSparkName(column.name)}`,
    ),
    'CAST(score AS FLOAT) AS score',
    'CAST(flag AS TINYINT) AS flag',
    `${unescapedSql('why')} AS refused`,
  ];
  const rows = `(SELECT ${inner.join(', ')} FROM ${source})`;
  return `SELECT ${outer.join(', ')} FROM (${programSql({ command, given, taken, rows })})`;
}

/** A time goes as a number, as its text depends on the session's zone. */
function keptAsText({ name, type, sql = quoteSparkName(name) }: KeptColumn): string {
  if (type === 'timestamp') return `CAST(unix_micros(${sql}) AS STRING)`;
  return isText(type) ? escapedSql(sql) : `CAST(${sql} AS STRING)`;
}

function keptOfText({ type }: KeptColumn, text: string): string {
  if (type === 'timestamp') return `timestamp_micros(CAST(${text} AS BIGINT))`;
  return isText(type) ? unescapedSql(text) : `CAST(${text} AS ${type})`;
}

function columnAsText({ name, type }: TableColumn): string {
  const value = quoteSparkName(name);
  return type === 'a text' ? escapedSql(value) : `CAST(CAST(${value} AS ${TYPES[type]}) AS STRING)`;
}

const isText = (type: string): boolean => /^(string|(var)?char)/.test(type);
