import { type AuthEvent, timeColumns } from './event';

/** A login as the generator has it. */
export interface Access {
  /** Epoch ms, UTC, whole seconds. */
  readonly time: number;
  readonly userId: string;
  readonly device: string;
  readonly address: string;
  readonly city: string;
  readonly succeeds: boolean;
  readonly resource: string;
  readonly bytes: number;
}

/** Where a login comes from. */
export type Host = Pick<Access, 'device' | 'address' | 'city'>;

/** A login as the log has it; its time of day is that of the timestamp, in UTC. */
export function toAuthEvent(access: Access, label: string): AuthEvent {
  const { access_time, timestamp } = timeColumns(access.time);
  return {
    user_id: access.userId,
    device_id: access.device,
    ip_address: access.address,
    location: access.city,
    login_success: access.succeeds,
    access_time,
    resource_accessed: access.resource,
    bytes_transferred: access.bytes,
    event_label: label,
    timestamp,
  };
}

/** A time in whole seconds, at least one after another time. */
export function secondsAfter(previous: number, time: number): number {
  return Math.max(previous + 1000, Math.round(time / 1000) * 1000);
}
