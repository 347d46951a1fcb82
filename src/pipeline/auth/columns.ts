import type { AuthLogEvent } from '../../data/auth/event';
import type { ColumnKind } from '../encoder';

/**
 * The eight features of a login, for a pipeline: those of the seed, but categories by how frequent they
 * are, since the numbers of a label encoding have an order that users and addresses do not have.
 *
 * With them a pipeline scores events as the log has them. Source: seed notebook 001, cell 10.
 */
export const AUTH_COLUMNS: Readonly<Record<Exclude<keyof AuthLogEvent, 'timestamp'>, ColumnKind>> =
  {
    user_id: 'frequency',
    device_id: 'frequency',
    ip_address: 'frequency',
    location: 'frequency',
    login_success: 'numeric',
    access_time: 'hour',
    resource_accessed: 'frequency',
    bytes_transferred: 'numeric',
  };
