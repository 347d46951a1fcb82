import type { DuckDBConnection } from '@duckdb/node-api';
import { LOG } from './log-table';
import type { ColumnContent, TypedColumn } from './typed-column';

/** What is known of a column. */
export interface ColumnProfile {
  readonly name: string;
  readonly content: ColumnContent;
  /** Nothing, NaN or infinite. */
  readonly nMissing: number;
  /** Different values; about, in tables of more than a million rows. */
  readonly nDistinct: number;
  /** Of a column of numbers that has any. */
  readonly numbers?: NumberProfile;
  /** Of a column of times that has any. */
  readonly times?: TimeProfile;
  /** Most frequent values of texts and true/false, at most 5. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
  /** Whether all values that are there are the same, or none is there. */
  readonly isConstant: boolean;
  /** Whether it names rows rather than describing them. */
  readonly isIdLike: boolean;
  /** The first column that has the same values in all rows, if there is one. */
  readonly duplicateOf?: string;
  /** What a reader should know of its values. */
  readonly notes: readonly string[];
}

/** How numbers are spread. */
export interface NumberProfile {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** 0 of one value. */
  readonly standardDeviation: number;
  /** At 5, 25, 50, 75 and 95 %; about, in tables of more than a million rows. */
  readonly quantiles: readonly number[];
  readonly isInteger: boolean;
  /** Counts in bins of equal width from min to max. */
  readonly histogram?: readonly number[];
}

/** How times are spread; epoch ms, UTC. */
export interface TimeProfile {
  readonly first: number;
  readonly last: number;
  /** Rows whose time is before that of the row above. */
  readonly nBackwards: number;
  /** Between times in order, if there are two. */
  readonly medianGapSeconds?: number;
  readonly largestGapSeconds?: number;
  /** Counts in bins of equal width from first to last. */
  readonly histogram?: readonly number[];
}

/** What all columns are asked, in one query for some of them. */
export interface ColumnCounts {
  readonly present: number;
  readonly distinct: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly quantiles: readonly number[] | null;
  readonly whole: number;
  /** The same for columns with the same values in all rows; hashed twice, since one hash of a pair is a mere XOR. */
  readonly fingerprint: string;
}

const N_BINS = 24;
const N_TOP = 5;
/** So few distinct rows name nothing. */
const LEAST_IDS = 20;
const ID_NAME = /(^|[_\s-])(id|uid|uuid|guid|key|index)$|[a-z](Id|ID|Uuid|Key)$|^row$/i;

/**
 * Counts of columns, in one query.
 *
 * @param isLarge takes estimates for what would need all values at once.
 */
export async function countColumns(
  connection: DuckDBConnection,
  columns: readonly TypedColumn[],
  isLarge: boolean,
): Promise<ColumnCounts[]> {
  const parts = columns.flatMap(({ value, content }, j) => {
    const isNumeric = content === 'number' || content === 'time' || content === 'boolean';
    const quantile = isLarge ? 'approx_quantile' : 'quantile_cont';
    const numeric = isNumeric
      ? [
          `min(${value})`,
          `max(${value})`,
          `avg(${value})`,
          `stddev_samp(${value})`,
          `${quantile}(${value}, [0.05, 0.25, 0.5, 0.75, 0.95])`,
          `(count(*) FILTER (floor(${value}) = ${value}))::DOUBLE`,
        ]
      : ['NULL', 'NULL', 'NULL', 'NULL', 'NULL', '0::DOUBLE'];
    const distinct = isLarge ? `approx_count_distinct(${value})` : `count(DISTINCT ${value})`;
    const own = [`count(${value})::DOUBLE`, `(${distinct})::DOUBLE`, ...numeric];
    return [...own, `bit_xor(hash(hash(${value}, row)))::VARCHAR`].map(
      (part, k) => `${part} AS p${j}_${k}`,
    );
  });
  const result = await connection.runAndReadAll(`SELECT ${parts.join(', ')} FROM ${LOG}`);
  const row = result.getRowsJS()[0];
  return columns.map((_, j) => {
    const [present, distinct, min, max, mean, deviation, quantiles, whole, fingerprint] = row.slice(
      9 * j,
      9 * j + 9,
    );
    return { present, distinct, min, max, mean, deviation, quantiles, whole, fingerprint };
  }) as unknown as ColumnCounts[];
}

/** Sums a column up; asks for histogram, gaps and most frequent values where it is to be `detailed`. */
export async function profileColumn(
  connection: DuckDBConnection,
  column: TypedColumn,
  counts: ColumnCounts,
  nRows: number,
  detailed: boolean,
): Promise<Omit<ColumnProfile, 'duplicateOf'>> {
  const { name, content, notes } = column;
  const { present, distinct } = counts;
  const nDistinct = Math.min(distinct, present);
  const facts = {
    ...{ name, content, notes, nDistinct, nMissing: nRows - present },
    isConstant: nDistinct <= 1,
    isIdLike: notes.length === 0 && isIdLike(name, content, { ...counts, distinct: nDistinct }),
  };
  if (content === 'number' && present > 0) {
    return { ...facts, numbers: await numbersOf(connection, column, counts, detailed) };
  }
  if (content === 'time') {
    return { ...facts, times: await timesOf(connection, column, counts, detailed) };
  }
  return detailed && present > 0 ? { ...facts, top: await topOf(connection, column) } : facts;
}

/** Texts that nearly never come twice, and whole numbers that never do and are named so or run on by one. */
function isIdLike(name: string, content: ColumnContent, counts: ColumnCounts): boolean {
  const { present, distinct, min, max, whole } = counts;
  if (present < LEAST_IDS) return false;
  if (content === 'text') return distinct > 0.9 * present;
  if (content !== 'number' || whole < present || distinct < present) return false;
  return ID_NAME.test(name) || (max as number) - (min as number) === present - 1;
}

async function numbersOf(
  connection: DuckDBConnection,
  column: TypedColumn,
  counts: ColumnCounts,
  detailed: boolean,
): Promise<NumberProfile> {
  const { present, whole, mean, deviation, quantiles } = counts;
  const [min, max] = [counts.min as number, counts.max as number];
  return {
    ...{ min, max, mean: mean as number, standardDeviation: deviation ?? 0 },
    quantiles: [...(quantiles as readonly number[])],
    isInteger: whole === present,
    ...(detailed && { histogram: await binsOf(connection, column, min, max) }),
  };
}

async function timesOf(
  connection: DuckDBConnection,
  column: TypedColumn,
  counts: ColumnCounts,
  detailed: boolean,
): Promise<TimeProfile> {
  const [first, last] = [counts.min as number, counts.max as number];
  const { value } = column;
  const gaps = `SELECT ${value} - lag(${value}) OVER (ORDER BY ${value}) AS gap FROM ${LOG} WHERE ${value} IS NOT NULL`;
  const [[median, largest]] = (
    await connection.runAndReadAll(`SELECT median(gap) / 1000, max(gap) / 1000 FROM (${gaps})`)
  ).getRows() as [number | null, number | null][];
  const steps = `SELECT ${value} - lag(${value}) OVER (ORDER BY row) AS step FROM ${LOG} WHERE ${value} IS NOT NULL`;
  const [[nBackwards]] = (
    await connection.runAndReadAll(`SELECT (count(*) FILTER (step < 0))::DOUBLE FROM (${steps})`)
  ).getRows() as [number][];
  return {
    ...{ first, last, nBackwards },
    ...(median !== null && { medianGapSeconds: median }),
    ...(largest !== null && { largestGapSeconds: largest }),
    ...(detailed && { histogram: await binsOf(connection, column, first, last) }),
  };
}

async function binsOf(
  connection: DuckDBConnection,
  { value }: TypedColumn,
  min: number,
  max: number,
): Promise<number[]> {
  const width = (max / 2 - min / 2) / (N_BINS / 2); // Halves, since the span may be beyond all numbers.
  const bins = new Array<number>(N_BINS).fill(0);
  if (!(width > 0) || !Number.isFinite(width)) return [];
  const bin = `least(greatest(floor((${value} - (${min}::DOUBLE)) / (${width}::DOUBLE)), 0), ${N_BINS - 1})`;
  const found = await connection.runAndReadAll(
    `SELECT ${bin} AS bin, count(*)::DOUBLE FROM ${LOG} WHERE ${value} IS NOT NULL GROUP BY bin`,
  );
  for (const [at, count] of found.getRows() as [number, number][]) bins[at] = count;
  return bins;
}

async function topOf(
  connection: DuckDBConnection,
  { value, content }: TypedColumn,
): Promise<{ value: string; count: number }[]> {
  const text = content === 'boolean' ? `CAST(CAST(${value} AS BOOLEAN) AS VARCHAR)` : value;
  const found = await connection.runAndReadAll(`SELECT ${text} AS value, count(*)::DOUBLE AS n
    FROM ${LOG} WHERE ${value} IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT ${N_TOP}`);
  return (found.getRows() as [string, number][]).map(([value, count]) => ({ value, count }));
}
