import { checkColumns } from '../../data/csv';
import { quoteSparkName } from '../../data/spark/paths';
import type { SparkControls, SparkSession } from '../../data/spark/session';
import type { TableColumn, ValueType } from '../../data/table-column';
import { allRows } from './count-rows';
import type { KeptColumn } from './transform-sql';

/** Spark's types that hold what a pipeline reads. */
const FITTING: Readonly<Record<ValueType, RegExp>> = {
  'a number': /^(tinyint|smallint|int|bigint|float|double|decimal\(.*\)|boolean)$/,
  'a text': /^(string|(var)?char\(.*\))/,
  'true or false': /^boolean$/,
};
const KEPT =
  /^(tinyint|smallint|int|bigint|float|double|decimal\(.*\)|boolean|string.*|(var)?char\(.*\)|date|timestamp|timestamp_ntz)$/;
const TAKEN = ['score', 'flag', 'refused'];
const DAY = 'day';
const EPOCH = "DATE '1970-01-01'";

/** Columns of a source with Spark's types, in order. */
export async function columnTypes(
  spark: SparkSession,
  input: string,
  source: string,
  controls: SparkControls,
): Promise<ReadonlyMap<string, string>> {
  const rows = await allRows(spark, `DESCRIBE QUERY SELECT * FROM ${source}`, controls);
  if (rows.length === 0) throw new Error(`${input}: must have columns, got none`);
  return new Map(rows.map((row) => [String(row['col_name']), String(row['data_type'])]));
}

/**
 * Columns that are written as they are read; the day is the last.
 *
 * @throws {RangeError} if the input lacks a column, or one has the name of another that is written.
 * @throws {TypeError} if one is of another type.
 */
export function keptColumns(
  input: string,
  types: ReadonlyMap<string, string>,
  columns: readonly TableColumn[],
  options: { readonly idColumns?: readonly string[]; readonly dayColumn?: string },
): { readonly kept: readonly KeptColumn[]; readonly hasDays: boolean } {
  const { idColumns = [], dayColumn = types.get(DAY) === 'date' ? DAY : undefined } = options;
  const names = [
    ...columns.map(({ name }) => name),
    ...idColumns,
    ...(dayColumn ? [dayColumn] : []),
  ];
  checkColumns(input, [...types.keys()], names);
  for (const { name, type } of columns) checkType(input, types, name, type, FITTING[type]);
  const ids = idColumns.filter((name) => !(name === DAY && dayColumn === DAY));
  ids.forEach((name, i) => {
    checkId(name, ids.slice(0, i), dayColumn !== undefined);
    checkType(input, types, name, 'a number, a text, true or false, a date or a time', KEPT);
  });
  const kept = ids.map((name) => ({ name, type: types.get(name) as string }));
  if (dayColumn === undefined) return { kept, hasDays: false };
  const sql = daySql(input, dayColumn, types.get(dayColumn) as string);
  return { kept: [...kept, { name: DAY, type: 'date', sql }], hasDays: true };
}

/** Spark tells no case apart. */
function checkId(name: string, before: readonly string[], hasDays: boolean): void {
  const taken = [...TAKEN, ...(hasDays ? [DAY] : [])];
  const lower = name.toLowerCase();
  if (taken.includes(lower)) {
    throw new RangeError(`id columns must not be named ${taken.join(', ')}, got ${name}`);
  }
  if (before.some((other) => other.toLowerCase() === lower)) {
    throw new RangeError(`id columns must differ, got ${name} twice`);
  }
}

function checkType(
  input: string,
  types: ReadonlyMap<string, string>,
  name: string,
  wanted: string,
  fitting: RegExp,
): void {
  const found = String(types.get(name));
  if (fitting.test(found)) return;
  throw new TypeError(`${input}, column ${name}: must be ${wanted}, got ${found}`);
}

function daySql(input: string, name: string, type: string): string {
  const column = quoteSparkName(name);
  if (type === 'date') return column;
  const ms = { bigint: column, timestamp: `unix_millis(${column})` }[type];
  if (ms !== undefined) {
    return `${EPOCH} + CAST(FLOOR(CAST(${ms} AS DOUBLE) / 86400000) AS INTEGER)`;
  }
  throw new TypeError(
    `${input}, column ${name}: must be a date, a timestamp, or a bigint of epoch ms, got ${type}`,
  );
}
