import type { Category } from '../features/categories';
import { hourOfTime } from '../features/hour-of-time';
import { quantileOfSorted } from '../features/quantile';
import { cellOf, type Row } from './columns';
import type { ColumnKind } from './encoder';

/**
 * A row as most are: the median of each numeric column, the most frequent hour of times of day (as
 * `09:00:00`), the most frequent category of the others.
 *
 * Missing numbers do not count; a column without any number is null. Of categories equally frequent,
 * the first to appear.
 *
 * @param columns as given to `pipeline`; others in the rows are left out.
 * @throws {RangeError} if there are no rows.
 * @throws {TypeError} if a row lacks a column; both are named.
 */
export function typicalRow(
  rows: readonly Row[],
  columns: Readonly<Record<string, ColumnKind>>,
): Record<string, Category> {
  if (rows.length === 0) throw new RangeError('rows must not be empty, got 0 rows');
  const entries = Object.entries(columns).map(([name, kind]) => {
    const values = rows.map((row, i) => cellOf(row, name, i));
    return [name, typicalOf(kind, values)] as const;
  });
  return Object.fromEntries(entries);
}

function typicalOf(kind: ColumnKind, values: readonly unknown[]): Category {
  if (kind === 'numeric') return medianOf(values);
  if (kind !== 'hour') return mostFrequent(values);
  const hour = mostFrequent(values.map(hourOfTime).filter((hour) => !Number.isNaN(hour)));
  return hour === null ? null : `${String(hour).padStart(2, '0')}:00:00`;
}

function medianOf(values: readonly unknown[]): number | null {
  const present = values.filter((value) => value !== null).map(Number);
  const numbers = Float64Array.from(present.filter((value) => !Number.isNaN(value))).sort();
  return numbers.length === 0 ? null : quantileOfSorted(numbers, 0.5);
}

function mostFrequent(values: readonly unknown[]): Category {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]); // stable: ties stay in order
  return (most?.[0] ?? null) as Category;
}
