import { formatStamp, parseSyslogLine } from './syslog';

/** A login that sshd let in, refused, or announced as being for an unknown user. */
export interface SshdLogin {
  /** Epoch ms, UTC. */
  readonly time: number;
  readonly host: string;
  /** Process id: the lines of one connection share it; null where the log has none. */
  readonly pid: number | null;
  /**
   * `invalid_user` is the announcement `Invalid user …`; where the client goes on, its attempts follow as
   * `failed` with `invalidUser` set, so count those and not both.
   */
  readonly outcome: 'accepted' | 'failed' | 'invalid_user';
  /** `password`, `publickey`, `keyboard-interactive/pam`, …; null for an announcement. */
  readonly method: string | null;
  /** Whether the user does not exist on the host. */
  readonly invalidUser: boolean;
  /** As the client sent it: may be empty, have spaces, or look like part of a log line. */
  readonly user: string;
  /** IPv4 or IPv6 address that the client came from. */
  readonly address: string;
  readonly port: number | null;
  /** Attempts that this line stands for: 5 for `message repeated 5 times: […]`, otherwise 1. */
  readonly repeated: number;
}

/** A login with the line that it stands in. */
export interface LoginEvent extends SshdLogin {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a line says: a login, nothing about logins (`other`), or something that cannot be read. */
export type SshdLine =
  | { readonly kind: 'login'; readonly login: SshdLogin; readonly hasYear: boolean }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** sshd and, since OpenSSH 9.8, the processes it hands a connection to. */
const PROGRAMS: ReadonlySet<string> = new Set(['sshd', 'sshd-session', 'sshd-auth']);

/** Looks like a line of sshd about a login even where its head cannot be read. */
const LOOKS_LIKE_LOGIN =
  /(?:^|\s)sshd(?:-session|-auth)?(?:\[\d*\]?)?:? (?:Accepted|Failed|Invalid user|message repeated) /;

const REPEATED = /^message repeated ([1-9]\d{0,8}) times: \[ (.*)\]$/s;

/**
 * Outcome, method, invalid, user, address, port. The user is whatever the client sent, so it is as long
 * as can be: the address is the last one in the line, whatever one the user name pretends to.
 */
const ATTEMPT =
  /^(Accepted|Failed) (\S+) for (invalid user )?(.*) from (\S+) port (\d+)(?: ssh\d?)?(?:: .*)?(?: \[preauth\])?$/s;

const ANNOUNCEMENT = /^Invalid user (.*) from (\S+?)(?: port (\d+))?(?: \[preauth\])?$/s;

const OTHER: SshdLine = { kind: 'other' };

/**
 * Reads one line of an sshd log.
 *
 * A user name that holds ` from 1.2.3.4 port 22` does not mislead it; only the key id of a certificate, which
 * stands behind the address, is taken at its word.
 *
 * @param year the year of time stamps that have none.
 * @returns a login, `other` for what is not about one (also other programs' lines), or `malformed`.
 */
export function parseSshdLine(line: string, year: number): SshdLine {
  if (!line.includes('sshd')) {
    return OTHER;
  }
  const syslog = parseSyslogLine(line, year);
  if (typeof syslog === 'string') {
    return LOOKS_LIKE_LOGIN.test(line) ? { kind: 'malformed', reason: syslog } : OTHER;
  }
  if (!PROGRAMS.has(syslog.program)) {
    return OTHER;
  }
  const { time, host, pid, hasYear } = syslog;
  const said = parseMessage(syslog.message);
  if (typeof said === 'string') {
    return { kind: 'malformed', reason: said };
  }
  return said === null ? OTHER : { kind: 'login', login: { time, host, pid, ...said }, hasYear };
}

/** The line that sshd writes for a login: the inverse of `parseSshdLine`, to the second. */
export function formatSshdLine(login: SshdLogin): string {
  const { outcome, method, invalidUser, user, address, port, repeated } = login;
  const from = `${user} from ${address}${port === null ? '' : ` port ${port}`}`;
  const verb = outcome === 'accepted' ? 'Accepted' : 'Failed';
  const unknown = invalidUser ? 'invalid user ' : '';
  const message =
    outcome === 'invalid_user'
      ? `Invalid user ${from}`
      : `${verb} ${method} for ${unknown}${from} ssh2`;
  const said = repeated > 1 ? `message repeated ${repeated} times: [ ${message}]` : message;
  const pid = login.pid === null ? '' : `[${login.pid}]`;
  return `${formatStamp(login.time)} ${login.host} sshd${pid}: ${said}`;
}

type Said = Omit<SshdLogin, 'time' | 'host' | 'pid'>;

/** What the message says; null where it is not about a login, a reason where it is cut off. */
function parseMessage(message: string): Said | string | null {
  switch (message.slice(0, 7)) {
    case 'Accepte':
    case 'Failed ':
      return parseAttempt(message, 1);
    case 'Invalid':
      return message.startsWith('Invalid user ') ? parseAnnouncement(message) : null;
    case 'message':
      return parseRepeated(message);
    default:
      return null;
  }
}

function parseRepeated(message: string): Said | string | null {
  const match = REPEATED.exec(message);
  if (match !== null) {
    const said = parseMessage(match[2]);
    return said === null || typeof said === 'string' ? said : { ...said, repeated: +match[1] };
  }
  return /Accepted |Failed /.test(message) ? 'repeated login cut off' : null;
}

function parseAttempt(message: string, repeated: number): Said | string {
  const match = ATTEMPT.exec(message);
  if (match === null) {
    return 'login without user, address and port';
  }
  const [, verb, method, unknown, user, address, port] = match;
  const outcome = verb === 'Accepted' ? 'accepted' : 'failed';
  const invalidUser = unknown !== undefined;
  return { outcome, method, invalidUser, user, address, port: +port, repeated };
}

function parseAnnouncement(message: string): Said | string {
  const match = ANNOUNCEMENT.exec(message);
  if (match === null) {
    return 'invalid user without address';
  }
  const [, user, address, port] = match;
  return {
    outcome: 'invalid_user',
    method: null,
    invalidUser: true,
    user,
    address,
    port: port === undefined ? null : +port,
    repeated: 1,
  };
}
