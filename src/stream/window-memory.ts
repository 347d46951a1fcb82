import { z } from 'zod';
import { parseWith } from '../data/whole-file';
import { cellOf, type Row } from '../pipeline/columns';
import { entityOf, timeOf } from '../pipeline/sequences';
import type { PipelineState } from '../pipeline/state';

/** The last rows of each entity, which windows reach into. */
export interface WindowMemory {
  /**
   * Makes of rows what is remembered of them: the columns that the pipeline reads. One that comes late counts as of the time of
   * the last of its entity.
   *
   * @returns with the rows before them of the same entities.
   * @throws {TypeError} if entity or time is missing or none, or a column is missing.
   */
  place(rows: readonly Row[]): { readonly placed: readonly Row[]; readonly before: Row[] };
  /** Remembers rows that were placed, and forgets those that no window reaches into any more. */
  remember(placed: readonly Row[]): void;
  /** All that is remembered, as JSON. */
  state(): WindowMemoryState;
}

/** What is remembered, as JSON. */
export interface WindowMemoryState {
  readonly version: 1;
  /** Columns of the rows. */
  readonly columns: readonly string[];
  /** Rows of each entity by their columns; the entity that was seen last is the last one. */
  readonly entities: readonly (readonly [
    entity: string | number,
    rows: readonly (readonly unknown[])[],
  ])[];
}

/** Entities of a partition that are remembered at most; of more, the one that was silent for longest is forgotten. */
const MAX_ENTITIES = 50_000;

const schema: z.ZodType<WindowMemoryState> = z.object({
  version: z.literal(1),
  columns: z.array(z.string()),
  entities: z.array(z.tuple([z.union([z.string(), z.number()]), z.array(z.array(z.unknown()))])),
});

/**
 * Remembers the rows that windows of a pipeline reach into.
 *
 * @param saved state of an earlier one. Default: nothing.
 * @throws {Error} if the state is none, naming its first wrong field, or of other columns.
 */
export function windowMemory({ windows, columns }: PipelineState, saved?: unknown): WindowMemory {
  if (windows === null) throw new RangeError('pipeline must take windows');
  const { length, entity, time } = windows;
  const names = [...new Set([...columns.numeric, ...Object.keys(columns.encoders), entity, time])];
  const recent = restore(names, saved);
  return {
    place: (rows) => {
      const lastTimes = new Map<string | number, number>();
      const before: Row[] = [];
      const placed = rows.map((row, i) => {
        const of = entityOf(row, entity, i);
        let last = lastTimes.get(of);
        if (last === undefined) {
          const known = recent.get(of) ?? [];
          for (const one of known) before.push(one);
          last = known.length > 0 ? timeOf(known[known.length - 1], time, 0) : -Infinity;
        }
        const now = Math.max(timeOf(row, time, i), last);
        lastTimes.set(of, now);
        return Object.fromEntries(
          names.map((name) => [name, name === time ? now : cellOf(row, name, i)]),
        );
      });
      return { placed, before };
    },
    remember: (placed) => {
      for (const row of placed) {
        const of = entityOf(row, entity, 0);
        const rows = recent.get(of) ?? [];
        recent.delete(of);
        recent.set(of, rows);
        rows.push(row);
        if (rows.length >= length) rows.shift();
        if (recent.size > MAX_ENTITIES) recent.delete(recent.keys().next().value as string);
      }
    },
    state: () => ({
      version: 1,
      columns: names,
      entities: Array.from(recent, ([of, rows]) => [
        of,
        rows.map((row) => names.map((name) => row[name as keyof Row])),
      ]),
    }),
  };
}

function restore(names: readonly string[], saved: unknown): Map<string | number, Row[]> {
  if (saved === undefined) return new Map();
  const { columns, entities } = parseWith(schema, saved, 'snapshot');
  if (columns.join() !== names.join()) {
    throw new Error(`snapshot: columns: must be ${names.join(', ')}, got ${columns.join(', ')}`);
  }
  const rowOf = (values: readonly unknown[]) =>
    Object.fromEntries(names.map((name, j) => [name, values[j]]));
  return new Map(entities.map(([entity, rows]) => [entity, rows.map(rowOf)]));
}
