import type { SshdLogin } from '../data/sshd';

/** Attempts of one process further apart than this belong to different connections. */
const CONNECTION_MS = 600_000;

/**
 * Logins with each try counted once.
 *
 * sshd announces an unknown user (`Invalid user …`) and then refuses the try in a line of its own; a
 * client that leaves before it sends a password leaves the announcement alone. So the announcement
 * stands for the try, and one refusal of the same process after it is taken off. Looks only at the
 * past, so that a stream gives the same result as the whole log.
 *
 * @param logins in order of time.
 * @returns the tries in order of time; `repeated` is how many a line stands for.
 */
export function loginAttempts<Login extends SshdLogin>(logins: readonly Login[]): Login[] {
  const announced = new Map<string, number>();
  return logins.flatMap((login) => {
    const process = `${login.host} ${login.pid} ${login.address}`;
    if (login.outcome === 'invalid_user') {
      announced.set(process, login.time);
      return [login];
    }
    const time = announced.get(process) ?? -Infinity;
    announced.delete(process);
    const isSameTry = login.invalidUser && login.time - time < CONNECTION_MS;
    if (!isSameTry) return [login];
    return login.repeated > 1 ? [{ ...login, repeated: login.repeated - 1 }] : [];
  });
}
