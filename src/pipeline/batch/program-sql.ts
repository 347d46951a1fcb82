import { quoteSparkText } from '../../data/spark/paths';
import { ESCAPES, NOTHING } from './transform-text';

/** Rows that a program makes others of. */
export interface ProgramQuery {
  /** What the worker's machine runs, word by word. */
  readonly command: readonly string[];
  /** Columns that the program gets as lines, each a text that is escaped where it can be any. */
  readonly given: readonly string[];
  /** Columns that it gives back, all texts. The last is never empty: Spark drops empty values at the end of a line. */
  readonly taken: readonly string[];
  /** What stands behind FROM. */
  readonly rows: string;
}

const FORMAT = `ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LINES TERMINATED BY '\\n' NULL DEFINED AS ${quoteSparkText(NOTHING)}`;

/**
 * Spark's SQL that hands rows to a program and takes rows back.
 *
 * Both directions need the format of rows in full: what is left to a default mixes columns in silence.
 */
export function programSql({ command, given, taken, rows }: ProgramQuery): string {
  const texts = taken.map((name) => `${name} STRING`);
  return `
    SELECT TRANSFORM(${given.join(', ')}) ${FORMAT}
    USING ${quoteSparkText(programOf(command))} AS (${texts.join(', ')}) ${FORMAT}
    FROM ${rows}`;
}

/** A text of Spark's as `escapeText` writes it. */
export function escapedSql(sql: string): string {
  const percent = replaced(`CAST(${sql} AS STRING)`, '%', '%25');
  return ESCAPES.reduce((inner, [character, code]) => replaced(inner, character, code), percent);
}

/** A text of Spark's as `unescapeText` reads it. */
export function unescapedSql(sql: string): string {
  const others = ESCAPES.reduce(
    (inner, [character, code]) => replaced(inner, code, character),
    sql,
  );
  return replaced(others, '%25', '%');
}

const replaced = (sql: string, from: string, to: string): string =>
  `replace(${sql}, ${quoteSparkText(from)}, ${quoteSparkText(to)})`;

/** A program that fails reads on to the end: else Spark tells of a broken pipe, and not what the program said. */
const programOf = (command: readonly string[]): string =>
  `${command.map(quoteWord).join(' ')} || { cat > /dev/null; exit 1; }`;

const quoteWord = (word: string): string =>
  /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
