import type { DuckDBConnection } from '@duckdb/node-api';
import { placeOfRow } from '../table-reader';
import { LOG, type LogTable } from './log-table';
import type { ContentCounts, TypedColumn } from './typed-column';

/** From this share on, a column of texts that nearly holds something else is said to. */
const NEARLY = 0.9;

/** Numbers and times that people write and SQL does not read, since one text can mean two values. */
const OTHER_FORMS = [
  {
    words: 'look like numbers in another form than 1234.5',
    pattern: '^[-+]?(\\d+|\\d{1,3}([., ]\\d{3})+)([.,]\\d+)?\\s?%?$',
  },
  {
    words: 'look like times in another form than 2024-01-31 08:00:00',
    pattern:
      '^(\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|[A-Z][a-z]{2} +\\d{1,2} |\\d{1,2}[ /-][A-Z][a-z]{2}[ /-]\\d{4})',
  },
];

/** What a reader should know of a column that was taken for text: that it nearly is something else. */
export async function notesOfText(
  connection: DuckDBConnection,
  table: LogTable,
  column: TypedColumn,
  counts: ContentCounts,
): Promise<string[]> {
  const { present, numbers, times } = counts;
  if (present === 0) return [];
  if (Math.max(numbers, times) >= NEARLY * present) {
    return [await nearMiss(connection, table, column, counts)];
  }
  const parts = OTHER_FORMS.map(
    ({ pattern }) => `(count(*) FILTER (regexp_matches(${column.value}, '${pattern}')))::DOUBLE`,
  );
  const found = await connection.runAndReadAll(`SELECT ${parts.join(', ')} FROM ${LOG}`);
  const matches = found.getRows()[0] as number[];
  const form = OTHER_FORMS.find((_, i) => matches[i] >= NEARLY * present);
  return form ? [`values ${form.words}; taken for text`] : [];
}

/** A few wrong values make a column of numbers one of text; says where the first stands. */
async function nearMiss(
  connection: DuckDBConnection,
  { path, file }: LogTable,
  { value }: TypedColumn,
  { present, numbers, times }: ContentCounts,
): Promise<string> {
  const [what, count, type] =
    numbers >= times ? ['numbers', numbers, 'DOUBLE'] : ['times', times, 'TIMESTAMPTZ'];
  const found = await connection.runAndReadAll(`SELECT row::DOUBLE, ${value} FROM ${LOG}
    WHERE ${value} IS NOT NULL AND TRY_CAST(${value} AS ${type}) IS NULL ORDER BY row LIMIT 1`);
  const [[row, other] = [undefined, '']] = found.getRows() as [number, string][];
  const place = row === undefined ? path : file ? await placeOfRow(file, row) : path;
  const first =
    row === undefined
      ? ''
      : `; first other: ${place}, got ${other} (option missing takes it for nothing)`;
  const [others, all] = [present - count, present].map((n) => n.toLocaleString('en-US'));
  return `all but ${others} of ${all} values are ${what}${first}; taken for text`;
}
