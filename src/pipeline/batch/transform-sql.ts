import { quoteSparkName, quoteSparkText } from '../../data/spark/paths';
import type { TableColumn } from '../../data/table-column';
import { ESCAPES, NOTHING } from './transform-lines';

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

const ROWS = `ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LINES TERMINATED BY '\\n' NULL DEFINED AS ${quoteSparkText(NOTHING)}`;
const TYPES = { 'a number': 'DOUBLE', 'a text': 'STRING', 'true or false': 'BOOLEAN' } as const;

/**
 * Spark's SQL that has a program score rows: the kept columns with their types, then `score` (FLOAT), `flag` (TINYINT) and `refused` (STRING),
 * null where there is none.
 *
 * Both directions need the format of rows in full: what is left to a default mixes columns in silence.
 */
export function transformSql({ source, kept, columns, command }: TransformQuery): string {
  const ids = kept.map((_, i) => `id_${i}`);
  const inner = [
    ...kept.map((column, i) => `${keptAsText(column)} AS id_${i}`),
    ...columns.map((column, i) => `${columnAsText(column)} AS value_${i}`),
  ];
  const given = [...ids, ...columns.map((_, i) => `value_${i}`)];
  // Last is what is never empty: Spark drops empty values at the end of a line.
  const taken = [...ids, 'why', 'score', 'flag'].map((name) => `${name} STRING`);
  const outer = [
    ...kept.map(
      (column, i) => `${keptOfText(column, `id_${i}`)} AS ${quoteSparkName(column.name)}`,
    ),
    'CAST(score AS FLOAT) AS score',
    'CAST(flag AS TINYINT) AS flag',
    `${unescaped('why')} AS refused`,
  ];
  return `SELECT ${outer.join(', ')} FROM (
    SELECT TRANSFORM(${given.join(', ')}) ${ROWS}
    USING ${quoteSparkText(programOf(command))} AS (${taken.join(', ')}) ${ROWS}
    FROM (SELECT ${inner.join(', ')} FROM ${source}))`;
}

/** A time goes as a number, as its text depends on the session's zone. */
function keptAsText({ name, type, sql = quoteSparkName(name) }: KeptColumn): string {
  if (type === 'timestamp') return `CAST(unix_micros(${sql}) AS STRING)`;
  return isText(type) ? escaped(sql) : `CAST(${sql} AS STRING)`;
}

function keptOfText({ type }: KeptColumn, text: string): string {
  if (type === 'timestamp') return `timestamp_micros(CAST(${text} AS BIGINT))`;
  return isText(type) ? unescaped(text) : `CAST(${text} AS ${type})`;
}

function columnAsText({ name, type }: TableColumn): string {
  const value = quoteSparkName(name);
  return type === 'a text' ? escaped(value) : `CAST(CAST(${value} AS ${TYPES[type]}) AS STRING)`;
}

const isText = (type: string): boolean => /^(string|(var)?char)/.test(type);

const replaced = (sql: string, from: string, to: string): string =>
  `replace(${sql}, ${quoteSparkText(from)}, ${quoteSparkText(to)})`;

function escaped(sql: string): string {
  const percent = replaced(`CAST(${sql} AS STRING)`, '%', '%25');
  return ESCAPES.reduce((inner, [character, code]) => replaced(inner, character, code), percent);
}

function unescaped(sql: string): string {
  const others = ESCAPES.reduce(
    (inner, [character, code]) => replaced(inner, code, character),
    sql,
  );
  return replaced(others, '%25', '%');
}

/** A program that fails reads on to the end: else Spark tells of a broken pipe, and not what the program said. */
const programOf = (command: readonly string[]): string =>
  `${command.map(quoteWord).join(' ')} || { cat > /dev/null; exit 1; }`;

const quoteWord = (word: string): string =>
  /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
