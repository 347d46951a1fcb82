import { parseIsoTime, utcTime } from './iso-time';

/** The head of a syslog line, and what follows it. */
export interface SyslogLine {
  /** Epoch ms; a stamp without a zone is read as UTC. */
  readonly time: number;
  /** False where the stamp has no year and `time` lies in the year that was passed in. */
  readonly hasYear: boolean;
  readonly host: string;
  /** The program that wrote the line, without its path or pid. */
  readonly program: string;
  readonly pid: number | null;
  readonly message: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_OF: ReadonlyMap<string, number> = new Map(MONTHS.map((name, i) => [name, i]));

/** Month, day, hour, minute, second, host, program, pid, message. */
const RFC3164 =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\S+) ([^\s:[]+)(?:\[(\d+)\])?: ?(.*)$/s;

/** ISO stamp, then the rest. */
const ISO_STAMP = /^(?:<\d{1,3}>)?(?:1 )?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*) (.*)$/s;

/** Host, program, pid, message: as rsyslog and journald write them behind an ISO stamp. */
const TAGGED = /^(\S+) ([^\s:[]+)(?:\[(\d+)\])?: ?(.*)$/s;

/** The same of RFC 5424: host, program, pid, message id, structured data, message. */
const RFC5424 = /^(\S+) (\S+) (\d+|-) \S+ (?:-|(?:\[(?:[^\]\\]|\\.)*\])+) ?(.*)$/s;

/**
 * Splits a syslog line: RFC 3164, ISO 8601 stamps (newer rsyslog, journald) and RFC 5424.
 *
 * @param year the year of stamps that have none.
 * @returns the line, or why it is not one.
 */
export function parseSyslogLine(line: string, year: number): SyslogLine | string {
  const match = RFC3164.exec(line);
  if (match === null) {
    return parseIsoLine(line);
  }
  const month = MONTH_OF.get(match[1]) ?? -1;
  const time = utcTime(year, month, +match[2], +match[3], +match[4], +match[5]);
  return Number.isNaN(time)
    ? `no such date: ${line.slice(0, 15)}`
    : named(time, false, match[6], match[7], match[8], match[9]);
}

/**
 * The month that a stamp without a year starts with.
 *
 * @returns 0 to 11, or -1 for any other line.
 */
export function monthOfStamp(line: string): number {
  const start = line.charCodeAt(0) === 60 ? line.indexOf('>') + 1 : 0;
  return MONTH_OF.get(line.slice(start, start + 3)) ?? -1;
}

/** A time as RFC 3164 stamps it: `Mar  7 09:05:00`, UTC. */
export function formatStamp(time: number): string {
  const iso = new Date(time).toISOString();
  const day = String(Number(iso.slice(8, 10))).padStart(2);
  return `${MONTHS[Number(iso.slice(5, 7)) - 1]} ${day} ${iso.slice(11, 19)}`;
}

function parseIsoLine(line: string): SyslogLine | string {
  const match = ISO_STAMP.exec(line);
  if (match === null) {
    return 'no time stamp';
  }
  const time = parseIsoTime(match[1]);
  if (Number.isNaN(time)) {
    return `no such date: ${match[1].slice(0, 40)}`;
  }
  const rest = TAGGED.exec(match[2]) ?? RFC5424.exec(match[2]);
  return rest === null ? 'no program name' : named(time, true, rest[1], rest[2], rest[3], rest[4]);
}

function named(
  time: number,
  hasYear: boolean,
  host: string,
  program: string,
  pid: string | undefined,
  message: string,
): SyslogLine {
  const number = pid === undefined || pid === '-' ? null : Number(pid);
  const name = program.slice(program.lastIndexOf('/') + 1);
  return { time, hasYear, host, program: name, pid: number, message };
}
