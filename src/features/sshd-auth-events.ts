import { AUTH_NORMAL, type AuthEvent, timeColumns } from '../data/auth/event';
import type { SshdLogin } from '../data/sshd';
import { loginAttempts } from './login-attempts';

/** What stands in for what an sshd log does not have. */
export interface SshdAuthOptions {
  /**
   * The label of a login, where the truth is known. Default: the *weak* label `ever_succeeds` for tries from an
   * address that is both refused and let in at some time of the log, `normal` for all others.
   */
  readonly labelOf?: (login: SshdLogin) => string;
}

/** More tries are not made of one line. */
const MOST_REPEATED = 1000;

/**
 * An sshd log as an authentication log: one event a try (`loginAttempts`), also where a line stands for several.
 *
 * | column | is |
 * |---|---|
 * | `user_id` | as the client sent it; `(empty)` for an empty name |
 * | `device_id` | null: sshd logs nothing of the client's device |
 * | `ip_address` | as logged |
 * | `location` | the network, `24.151.0.0/16` or `2001:db8::/32`: no geography is invented; null where a host name is logged |
 * | `resource_accessed` | `sshd` on the host, as `sshd@gateway` |
 * | `bytes_transferred` | 0: sshd does not log it |
 * | `event_label` | weak, see `labelOf`: it looks at the whole log and names no attack; a user who mistypes has it, too |
 *
 * A line that claims more than 1,000 repetitions gives 1,000 events.
 *
 * @param logins in order of time.
 * @returns the tries in order of time.
 */
export function authEventsOfSshd(
  logins: readonly SshdLogin[],
  options: SshdAuthOptions = {},
): AuthEvent[] {
  const { labelOf = weakLabels(logins) } = options;
  return loginAttempts(logins).flatMap((login) => {
    const { access_time, timestamp } = timeColumns(login.time);
    const event: AuthEvent = {
      user_id: login.user || '(empty)',
      device_id: null,
      ip_address: login.address,
      location: networkOf(login.address),
      login_success: login.outcome === 'accepted',
      access_time,
      resource_accessed: `sshd@${login.host}`,
      bytes_transferred: 0,
      event_label: labelOf(login),
      timestamp,
    };
    return Array.from({ length: Math.min(login.repeated, MOST_REPEATED) }, () => event);
  });
}

function weakLabels(logins: readonly SshdLogin[]): (login: SshdLogin) => string {
  const addressesOf = (isAccepted: boolean) =>
    new Set(
      logins
        .filter(({ outcome }) => (outcome === 'accepted') === isAccepted)
        .map(({ address }) => address),
    );
  const [accepted, refused] = [addressesOf(true), addressesOf(false)];
  return ({ address }) =>
    accepted.has(address) && refused.has(address) ? 'ever_succeeds' : AUTH_NORMAL;
}

/** The first 16 bits of an IPv4 address, the first 32 of an IPv6 one; null for any other text. */
function networkOf(address: string): string | null {
  const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/i.exec(address);
  if (v4) return `${v4[1]}.${v4[2]}.0.0/16`;
  if (!/^[\da-f:]+(?:%\w+)?$/i.test(address) || !address.includes(':')) return null;
  const [first, second] = address.split('::')[0].split(':');
  return `${first || 0}:${second || 0}::/32`;
}
