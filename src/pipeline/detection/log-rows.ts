import type { DuckDBConnection } from '@duckdb/node-api';
import { LOG, type LogTable } from '../../data/profile/log-table';
import type { TypedColumn } from '../../data/profile/typed-column';

/** Rows of a log by column. */
export interface LogRows {
  readonly nRows: number;
  /** Positions in the file from 0, ascending, shape `[nRows]`. */
  readonly rows: Float64Array;
  /** Numbers, times in epoch ms, true/false as 1 and 0; NaN where missing, shape `[nRows]` each. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  /** Texts, null where missing, shape `[nRows]` each. */
  readonly texts: ReadonlyMap<string, readonly (string | null)[]>;
}

/**
 * Reads columns of an open log; of more rows than `maxRows` as many at random, in the file's order.
 *
 * @param seed chooses the rows.
 */
export async function readLogRows(
  connection: DuckDBConnection,
  table: LogTable,
  columns: readonly TypedColumn[],
  maxRows: number,
  seed: number,
): Promise<LogRows> {
  const values = columns.map(({ value, content }) =>
    content === 'text' || content === 'nested' ? value : `coalesce(${value}, 'nan'::DOUBLE)`,
  );
  const chosen =
    table.nRows <= maxRows
      ? ''
      : `WHERE row IN (SELECT row FROM ${LOG} ORDER BY hash(hash(row, ${seed})), row LIMIT ${maxRows})`;
  const found = await connection.runAndReadAll(
    `SELECT ${['row::DOUBLE', ...values].join(', ')} FROM ${LOG} ${chosen} ORDER BY row`,
  );
  const [rows = [], ...read] = found.getColumns();
  const numbers = new Map<string, Float64Array>();
  const texts = new Map<string, (string | null)[]>();
  for (const [j, { name, content }] of columns.entries()) {
    const column = read[j] ?? [];
    if (content === 'text' || content === 'nested') texts.set(name, column as (string | null)[]);
    else numbers.set(name, Float64Array.from(column as number[]));
  }
  return { nRows: rows.length, rows: Float64Array.from(rows as number[]), numbers, texts };
}
