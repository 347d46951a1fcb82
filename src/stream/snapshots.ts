import { z } from 'zod';
import { parseJson, parseWith } from '../data/whole-file';

/** What was remembered of a partition. */
export interface Snapshot {
  /** It is of all messages before this one. */
  readonly offset: number;
  /** Names what was remembered (`StreamJudge.remembers`). */
  readonly of: string;
  readonly state: unknown;
}

/** Keeps what is remembered of partitions. */
export interface SnapshotStore {
  /** The last one that was written of a partition as a whole; undefined where there is none. */
  read(partition: number): Promise<Snapshot | undefined>;
  write(partition: number, snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

const schema = z.object({
  format: z.literal('anomaly-lab-snapshot'),
  version: z.literal(1),
  offset: z.number().int().nonnegative(),
  of: z.string(),
  state: z.unknown(),
});

/** A snapshot as text. */
export function packSnapshot({ offset, of, state }: Snapshot): string {
  return JSON.stringify({ format: 'anomaly-lab-snapshot', version: 1, offset, of, state });
}

/**
 * A snapshot of its text.
 *
 * @throws {Error} naming the place and the field, if it is none.
 */
export function unpackSnapshot(text: string, place: string): Snapshot {
  const { offset, of, state } = parseWith(schema, parseJson(Buffer.from(text), place), place);
  return { offset, of, state };
}
