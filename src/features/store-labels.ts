import type { Database } from '../data/database';
import { WHIS_COLUMNS, type WhisAttackKind, type WhisTableName } from '../data/whis/event';
import { openTyped, tablePath } from './store-tables';

/** The truth about a table's events, by time, those of one time by event id. */
export interface StoreLabels {
  /** 1 of attacks, shape `[nSamples]`. */
  readonly labels: Int32Array;
  /** What the attack is, null of normal events, shape `[nSamples]`. */
  readonly attacks: readonly (WhisAttackKind | null)[];
  /** Session or attack that an event belongs to, shape `[nSamples]`. */
  readonly sessions: Int32Array;
  /** What `whisOracle` gives, shape `[nSamples]`, in [0, 1]. */
  readonly posteriors: Float64Array;
}

/**
 * Reads labels in the order of the features.
 *
 * @throws {Error} if the file is missing or broken, or has no label of an event; {@link RangeError} and {@link TypeError} as `openTables`.
 */
export async function readLabels(
  { connect }: Database,
  directory: string,
  table: WhisTableName,
  nRows: number,
): Promise<StoreLabels> {
  const connection = await connect();
  const path = tablePath(directory, 'labels');
  const { source } = await openTyped(connection, path, WHIS_COLUMNS.labels);
  const result = await connection.runAndReadAll(
    `SELECT attack, session, posterior FROM ${table} JOIN ${source} labels USING (event_id) ORDER BY time, event_id`,
  );
  const [attacks, sessions, posteriors] = result.getColumns();
  if (attacks.length !== nRows) {
    throw new RangeError(
      `${path}: must have one label for each of ${nRows} ${table}, got ${attacks.length}`,
    );
  }
  return {
    labels: Int32Array.from(attacks, (attack) => Number(attack !== null)),
    attacks: attacks as (WhisAttackKind | null)[],
    sessions: Int32Array.from(sessions as number[]),
    posteriors: Float64Array.from(posteriors as number[]),
  };
}
