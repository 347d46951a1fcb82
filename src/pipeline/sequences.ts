import { parseIsoTime } from '../data/iso-time';
import { makeWindows, type Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { cellOf, type Row } from './columns';
import { describeValue } from './encoder';

/** How rows are put in sequence, by columns of the rows: plain JSON. */
export interface Sequences {
  /** Rows in a window, at least 1: the row itself and those before it. */
  readonly length: number;
  /** Column of the entity (a user, a host) whose rows follow each other; text or a number. */
  readonly entity: string;
  /** Column of the time: epoch ms, or ISO 8601 as text. */
  readonly time: string;
  /** Windows do not reach across a longer pause. Default: any pause is fine. */
  readonly maxGapSeconds?: number;
}

/**
 * A window for every row: the row and those before it of the same entity. Where there are too few,
 * the first of them is repeated in front.
 *
 * @param samples the rows as numbers, shape `[rows.length, nFeatures]`.
 * @throws {TypeError} if a row lacks the entity or the time, or they are of the wrong type.
 * @throws {RangeError} if time runs back within an entity, or an option is out of range.
 */
export function windowsOfRows(
  sequences: Sequences,
  rows: readonly Row[],
  samples: Matrix,
): Windows {
  const { entity, time, ...options } = sequences;
  const entities = rows.map((row, i) => entityOf(row, entity, i));
  const times = rows.map((row, i) => timeOf(row, time, i));
  return makeWindows({ ...options, samples, entities, times, pad: true });
}

/** @internal */
export function entityOf(row: Row, name: string, index: number): string | number {
  const value = cellOf(row, name, index);
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new TypeError(
      `row ${index}, column "${name}" must be text or a number, got ${typeof value}`,
    );
  }
  return value;
}

/** Epoch ms. @internal */
export function timeOf(row: Row, name: string, index: number): number {
  const value = cellOf(row, name, index);
  if (typeof value === 'number') return value;
  const time = typeof value === 'string' ? parseIsoTime(value) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new TypeError(
      `row ${index}, column "${name}" must be a time, epoch ms or ISO 8601, got ${describeValue(value)}`,
    );
  }
  return time;
}
