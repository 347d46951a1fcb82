import { quoteName } from './sql';
import type { TableFile } from './table-file';

/** A column that is read of a file. */
export interface TableColumn {
  readonly name: string;
  readonly type: ValueType;
  /** Whether its values go into the matrix of quantities; they are numbers then. */
  readonly isQuantity: boolean;
}

/** What a column must hold, in the words of an error. */
export type ValueType = 'a number' | 'a text' | 'true or false';

const SQL_TYPES: Readonly<Record<ValueType, string>> = {
  'a number': 'DOUBLE',
  'a text': 'VARCHAR',
  'true or false': 'BOOLEAN',
};

/** DuckDB's types of typed files; a quantity may be true or false, too, which is 1 or 0. */
const FITTING: Readonly<Record<ValueType, RegExp>> = {
  'a number': /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BOOLEAN)$/,
  'a text': /^(VARCHAR|ENUM\(.*\)|UUID)$/,
  'true or false': /^BOOLEAN$/,
};

/** `json_type` of values that fit. */
const FITTING_JSON: Readonly<Record<ValueType, string>> = {
  'a number': "('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT', 'UHUGEINT', 'BOOLEAN', 'NULL')",
  'a text': "('VARCHAR', 'NULL')",
  'true or false': "('BOOLEAN', 'NULL')",
};

/**
 * Refuses a file whose columns are of other types; in CSV and JSON each value tells, later.
 *
 * @throws {TypeError} naming file, column and its type.
 */
export function checkColumnTypes(table: TableFile, columns: readonly TableColumn[]): void {
  if (table.format !== 'parquet') return;
  for (const { name, type } of columns) {
    const found = String(table.types.get(name));
    if (!FITTING[type].test(found)) {
      throw new TypeError(`${table.path}, column ${name}: must be ${type}, got ${found}`);
    }
  }
}

/** SQL of a column's value; a quantity that is missing is NaN. */
export function valueSql(table: TableFile, column: TableColumn): string {
  const value = castSql(table, column);
  return column.isQuantity ? `coalesce(${value}, 'nan'::DOUBLE)` : value;
}

/** SQL of whether a value is there, but of a wrong type; never null. */
export function isWrongSql(table: TableFile, column: TableColumn): string {
  const name = quoteName(column.name);
  if (table.format === 'parquet') return 'false';
  if (table.format === 'json') {
    return `coalesce(json_type(${name}) NOT IN ${FITTING_JSON[column.type]}, false)`;
  }
  return `(${name} IS NOT NULL AND ${castSql(table, column)} IS NULL)`;
}

function castSql({ format }: TableFile, { name, type, isQuantity }: TableColumn): string {
  const value = quoteName(name);
  if (format === 'csv' && isQuantity) {
    const asBoolean = `CASE lower(${value}) WHEN 'true' THEN 1.0 WHEN 'false' THEN 0.0 END`;
    return `coalesce(TRY_CAST(${value} AS DOUBLE), ${asBoolean})`;
  }
  if (format === 'json') {
    const text = `(${value} ->> '$')`;
    const asBoolean = `TRY_CAST(TRY_CAST(${text} AS BOOLEAN) AS DOUBLE)`;
    return type === 'a number'
      ? `CASE json_type(${value}) WHEN 'BOOLEAN' THEN ${asBoolean} ELSE TRY_CAST(${text} AS DOUBLE) END`
      : `TRY_CAST(${text} AS ${SQL_TYPES[type]})`;
  }
  return `TRY_CAST(${value} AS ${SQL_TYPES[type]})`;
}
