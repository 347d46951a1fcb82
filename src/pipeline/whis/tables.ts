import { WHIS_TABLE_NAMES, type WhisTableName } from '../../data/whis/event';
import type { FeatureTable } from '../../features/read-features';
import type { FeatureStore } from '../../features/store';
import type { StoreLabels } from '../../features/store-labels';

/** A table of the store in memory, its events by time. */
export interface WhisTable {
  readonly features: FeatureTable;
  readonly truth: StoreLabels;
  /** Whose events they are, shape `[nSamples]`; of changes to accounts the actor. */
  readonly users: readonly string[];
}

const USER: Readonly<Record<WhisTableName, string>> = {
  auth_events: 'user_id',
  process_events: 'user_id',
  admin_events: 'actor',
};

/**
 * Reads features, labels and users of all tables, in one order.
 *
 * @throws {Error} as the store does.
 */
export async function readWhisTables(
  store: FeatureStore,
): Promise<Record<WhisTableName, WhisTable>> {
  const read = async (table: WhisTableName): Promise<WhisTable> => {
    const [features, truth, rows] = await Promise.all([
      store.features(table),
      store.labels(table),
      store.query(`SELECT ${USER[table]} AS name FROM ${table} ORDER BY time, event_id`),
    ]);
    return { features, truth, users: rows.map(({ name }) => String(name)) };
  };
  const [auth_events, process_events, admin_events] = await Promise.all(WHIS_TABLE_NAMES.map(read));
  return { auth_events, process_events, admin_events };
}
