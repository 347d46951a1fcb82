import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkChoice } from '../check-options';
import { WHIS_TABLE_NAMES, type WhisTableName } from '../data/whis/event';

/** What a table's features are. */
export interface WhisFeatureNames {
  readonly quantities: readonly string[];
  readonly categories: readonly string[];
}

/**
 * Names of the features that `featureSql` computes of each table: quantities, in order, and categories.
 *
 * Source: seed notebook 002, `prepare_ml_data`; of the logins the last three are added.
 */
export const WHIS_FEATURES: Readonly<Record<WhisTableName, WhisFeatureNames>> = {
  auth_events: {
    quantities: [
      'hour_of_day',
      'is_weekend',
      'is_off_hours',
      'fail_count_1h',
      'success_after_fail_15m',
      'is_admin',
      'distinct_hosts_7d',
      'seconds_since_last',
      'hourly_deviation',
    ],
    categories: ['asset_class'],
  },
  process_events: {
    quantities: [
      'hour_of_day',
      'cmd_len',
      'cmd_entropy',
      'has_encoded',
      'signed_parent',
      'rare_parent_child_7d',
    ],
    categories: [],
  },
  admin_events: { quantities: ['off_hours', 'recent_4625s_actor_1h'], categories: ['method'] },
};

/** Day of `time`, UTC, as a DATE, for DuckDB and Spark. */
export const DAY_SQL =
  "DATE '1970-01-01' + CAST(FLOOR(CAST(time AS DOUBLE) / 86400000) AS INTEGER)";

/**
 * The portable SQL of a table's features, one SELECT, which DuckDB and Spark both run.
 *
 * It reads views named as the tables, with `time` (epoch ms, BIGINT) in the place of `ts`, and gives `event_id`, `time` and the
 * features in no certain order. No feature sees an event of the same millisecond or later.
 *
 * @throws {RangeError} if the table is unknown.
 */
export function featureSql(table: WhisTableName): string {
  checkChoice('table', table, WHIS_TABLE_NAMES);
  return readFileSync(join(__dirname, 'sql', `${table}.sql`), 'utf8'); // the build puts them there, too
}
