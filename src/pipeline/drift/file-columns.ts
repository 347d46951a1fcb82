import { profileColumns } from '../../data/profile/profile-table';
import type { ReadOptions } from '../../data/profile/read-options';
import { type TypedColumn, typeColumns } from '../../data/profile/typed-column';
import { withLog } from '../../data/profile/with-log';
import type { DriftColumn } from '../../evaluate/drift/tally';
import { type ColumnChoice, type ColumnRoles, chooseColumns } from '../detection/choose-columns';
import { hourOf, weekdayOf } from '../detection/log-features';
import { type LogRows, readLogRows } from '../detection/log-rows';

/** Columns of a file, ready to be compared. */
export interface FileColumns {
  readonly columns: Readonly<Record<string, DriftColumn>>;
  /** Epoch ms, of the column of times, if there is one. */
  readonly times: Float64Array | undefined;
  /** Name of the column of times. */
  readonly time: string | undefined;
  readonly nRows: number;
  readonly nTaken: number;
  /** What each column is, and those that are left out. */
  readonly used: ColumnChoice['used'];
  readonly left: ColumnChoice['left'];
}

/** How rows are read. */
interface Reading extends ReadOptions {
  readonly maxRows: number;
  readonly seed: number;
}

const MOST_COLUMNS = 1000;
/** To the rules of columns. */
const WORDS = { number: 'number', share: 'text', hourAndWeekday: 'time' } as const;

/** What a constant column is compared as. */
const USES = {
  number: 'number',
  boolean: 'number',
  text: 'share',
  time: 'hourAndWeekday',
} as const;

/**
 * Reads the columns that the rules of `detectAnomalies` choose, and constant ones.
 *
 * @throws {RangeError} if a named column is not in the file, or none is left.
 * @throws {Error} naming the file if it is missing or broken.
 */
export function readFileColumns(
  path: string,
  roles: ColumnRoles,
  { maxRows, seed, ...options }: Reading,
): Promise<FileColumns> {
  const named = [...(roles.columns ?? []), ...(roles.exclude ?? []), roles.time ?? []].flat();
  const pick = (names: readonly string[]) => {
    const missing = named.find((name) => !names.includes(name));
    if (missing !== undefined) throw noColumn(path, missing, names);
    return names.filter((name, j) => j < MOST_COLUMNS || named.includes(name));
  };
  return withLog(path, pick, options, async (connection, table) => {
    const typed = await typeColumns(connection, table, options);
    const profile = await profileColumns(connection, table, typed, options);
    const choice = withConstants(chooseColumns(profile, roles), typed);
    const read = new Set([...choice.used.map(({ name }) => name), choice.time]);
    const wanted = typed.filter(({ name }) => read.has(name));
    const rows = await readLogRows(connection, table, wanted, maxRows, seed);
    return columnsOf(rows, choice, table.nRows);
  });
}

/**
 * Reads the columns of another file that were read of the first.
 *
 * @throws {RangeError} if one is missing; {@link TypeError} if it holds something else than in the first.
 * @throws {Error} naming the file if it is missing or broken.
 */
export function readSameColumns(
  path: string,
  { used }: Pick<FileColumns, 'used'>,
  { maxRows, seed, ...options }: Reading,
): Promise<FileColumns> {
  const pick = (names: readonly string[]) => {
    const missing = used.find(({ name }) => !names.includes(name));
    if (missing !== undefined) throw noColumn(path, missing.name, names);
    return used.map(({ name }) => name);
  };
  return withLog(path, pick, options, async (connection, table) => {
    const typed = await typeColumns(connection, table, options);
    if (table.nRows === 0) throw new RangeError(`${path}: must have rows, got none`);
    const rows = await readLogRows(connection, table, typed, maxRows, seed);
    const same = used.map(({ name, use }) => checkContent(path, rows, name, use));
    const choice = { used, left: [], time: undefined };
    return columnsOf(
      { ...rows, numbers: new Map([...rows.numbers, ...same.flat()]) },
      choice,
      table.nRows,
    );
  });
}

/** A column of numbers without any is one of text, to the file; gives it as numbers. */
function checkContent(
  path: string,
  { numbers, texts, nRows }: LogRows,
  name: string,
  use: ColumnChoice['used'][number]['use'],
): [string, Float64Array][] {
  const values = texts.get(name);
  if (use === 'share' ? values : numbers.has(name)) return [];
  if (values?.every((value) => value === null)) {
    return [[name, new Float64Array(nRows).fill(Number.NaN)]];
  }
  const got = values ? 'text' : 'number, time or true/false';
  throw new TypeError(
    `${path}, column ${name}: must be a ${WORDS[use]} as in the reference, got ${got}`,
  );
}

/** A detector learns nothing from a constant, but it may cease to be one. */
function withConstants(choice: ColumnChoice, typed: readonly TypedColumn[]): ColumnChoice {
  const isConstant = ({ reason }: { reason: string }) => reason.startsWith('constant');
  const content = new Map(typed.map((column) => [column.name, column.content]));
  const constants = choice.left.filter(isConstant).map(({ name }) => ({
    name,
    use: USES[content.get(name) as keyof typeof USES],
  }));
  const used = [...choice.used, ...constants];
  return { ...choice, used, left: choice.left.filter((column) => !isConstant(column)) };
}

function columnsOf(
  rows: LogRows,
  { used, left, time }: Pick<ColumnChoice, 'used' | 'left' | 'time'>,
  nRows: number,
): FileColumns {
  const columns = used.flatMap(({ name, use }): [string, DriftColumn][] => {
    if (use === 'share') return [[name, rows.texts.get(name)!]];
    const numbers = rows.numbers.get(name)!;
    if (use === 'number') return name === time ? [] : [[name, numbers]];
    return [
      [`${name}: hour`, numbers.map(hourOf)],
      [`${name}: weekday`, numbers.map(weekdayOf)],
    ];
  });
  const times = time === undefined ? undefined : rows.numbers.get(time);
  return {
    columns: Object.fromEntries(columns),
    times,
    time,
    nRows,
    nTaken: rows.nRows,
    used,
    left,
  };
}

function noColumn(path: string, name: string, names: readonly string[]): RangeError {
  const known = names.slice(0, 20).join(', ');
  return new RangeError(
    `${path}: must have column ${name}, got ${known}${names.length > 20 ? ', …' : ''}`,
  );
}
