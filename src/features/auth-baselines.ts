import type { AuthLogEvent } from '../data/auth/event';
import type { AuthHistory } from './auth-history';

/**
 * The baseline that anyone would try first: refused logins from the address in the last hour, this one included.
 *
 * Counts beforehand only, so it can be known when the login happens. Learns nothing.
 *
 * @returns shape `[rows.length]`, at least 0, higher is more anomalous.
 */
export function refusalCount(
  rows: readonly Pick<AuthLogEvent & AuthHistory, 'login_success' | 'addressFailuresLastHour'>[],
): Float32Array {
  return Float32Array.from(
    rows,
    ({ login_success, addressFailuresLastHour }) =>
      addressFailuresLastHour + Number(!login_success),
  );
}

/**
 * The baseline with memory and without learning: how many odd things a login has.
 *
 * One each for a device, address, location and resource that is new to the user, and for a refusal.
 * Defined before anything was evaluated, and not tuned.
 *
 * @returns shape `[rows.length]`, 0 to 5, higher is more anomalous.
 */
export function oddityCount(rows: readonly (AuthLogEvent & AuthHistory)[]): Float32Array {
  return Float32Array.from(rows, (row) => {
    const { newDevice, newAddress, newLocation, newResource } = row;
    return newDevice + newAddress + newLocation + newResource + Number(!row.login_success);
  });
}
