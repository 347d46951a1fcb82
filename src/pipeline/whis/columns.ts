import type { WhisTableName } from '../../data/whis/event';
import type { ColumnKind } from '../encoder';

/**
 * The features of each table that detectors see, for a pipeline: those of the seed, but categories one-hot, since the
 * numbers of a label encoding have an order that asset classes and methods do not have.
 *
 * Source: seed notebook 002, `prepare_ml_data`.
 */
export const WHIS_ML_COLUMNS: Readonly<
  Record<WhisTableName, Readonly<Record<string, ColumnKind>>>
> = {
  auth_events: {
    hour_of_day: 'numeric',
    is_weekend: 'numeric',
    is_off_hours: 'numeric',
    fail_count_1h: 'numeric',
    success_after_fail_15m: 'numeric',
    is_admin: 'numeric',
    asset_class: 'oneHot',
  },
  process_events: {
    hour_of_day: 'numeric',
    cmd_len: 'numeric',
    cmd_entropy: 'numeric',
    has_encoded: 'numeric',
    signed_parent: 'numeric',
    rare_parent_child_7d: 'numeric',
  },
  admin_events: { off_hours: 'numeric', recent_4625s_actor_1h: 'numeric', method: 'oneHot' },
};

/** What the store knows of logins beyond the seed's features: hosts, pauses and hours of the same user before. */
export const WHIS_HISTORY_COLUMNS: Readonly<Record<string, ColumnKind>> = {
  distinct_hosts_7d: 'numeric',
  seconds_since_last: 'numeric',
  hourly_deviation: 'numeric',
};
