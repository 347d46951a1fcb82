import { stat } from 'node:fs/promises';
import { readLineBatches } from './lines';
import { findLogSets, type LogSet } from './log-files';
import { type LoginEvent, parseSshdLine } from './sshd';
import { monthOfStamp } from './syslog';

/** A line of sshd that could not be read. */
export interface SkippedLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/** What was read from sshd logs. */
export interface SshdLog {
  /** The logins by time; those of one time in the order of their lines. */
  readonly events: readonly LoginEvent[];
  /** Lines read, also other programs'. */
  readonly nLines: number;
  /** Lines of sshd about a login that could not be read. */
  readonly nSkipped: number;
  /** The first 10 of them. */
  readonly skipped: readonly SkippedLine[];
  /** Year taken for the first line whose stamp has none; null where every stamp has one. */
  readonly assumedYear: number | null;
}

/** How stamps without a year (RFC 3164) are dated; give at most one of the two. */
export interface SshdLogOptions {
  /** Year of the first line. */
  readonly year?: number;
  /**
   * Year of the last line. Default: the year of the newest file's time of change, or the one before where the
   * last line's month would lie after it. That is right for a live log and wrong for an old one that was copied.
   */
  readonly endYear?: number;
}

/** A month may go back by one where lines are out of order; by more it is a new year. */
const MONTHS_BACK = 2;
const MAX_SKIPPED = 10;
const DAY = 86_400_000;

/** While the year is not known each year stands for a leap year, so that Feb 29 can be read. */
const PROVISIONAL_YEAR = 2000;
const LEAP = 4;

/**
 * Reads the logins from sshd logs: files plain or gzipped, rotated sets, or a folder of them.
 *
 * Stamps without a zone are taken as UTC, stamps without a year as `options` says; the year goes up where the
 * months start again. A log that is silent for eleven months or more is dated wrong.
 *
 * @throws {RangeError} if a year is no integer, both are given, or Feb 29 falls into a year without one.
 * @throws {Error} if a path is missing, there is no line at all, or a gzip is broken (names file and line).
 * @example
 * const { events } = await readSshdLog('data/sshd/auth.log', { year: 2017 });
 * events.length; // 1121
 */
export async function readSshdLog(
  paths: string | readonly string[],
  options: SshdLogOptions = {},
): Promise<SshdLog> {
  checkOptions(options);
  const sets = await findLogSets(typeof paths === 'string' ? [paths] : paths);
  const log = emptyLog();
  for (const set of sets) {
    await readSet(set, options, log);
  }
  if (log.nLines === 0) {
    throw new Error(`${[paths].flat().join(', ')}: must hold log lines, got an empty file`);
  }
  log.events.sort((a, b) => a.time - b.time);
  return log;
}

/**
 * Reads the logins from lines that are already in memory, as `readSshdLog` does from a file.
 *
 * @param name stands for the file in the events.
 * @throws {RangeError} as `readSshdLog`, and if neither year nor endYear is given where one is needed.
 */
export function parseSshdLines(
  lines: readonly string[],
  options: SshdLogOptions = {},
  name = 'lines',
): SshdLog {
  checkOptions(options);
  const log = emptyLog();
  const reader = createReader(log);
  reader.read(lines, name, 1);
  reader.resolve(options, () => {
    throw new RangeError(`${name}: year must be given for stamps without one`);
  });
  log.events.sort((a, b) => a.time - b.time);
  return log;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface GrowingLog extends Mutable<SshdLog> {
  readonly events: Mutable<LoginEvent>[];
  readonly skipped: SkippedLine[];
}

function emptyLog(): GrowingLog {
  return { events: [], nLines: 0, nSkipped: 0, skipped: [], assumedYear: null };
}

function checkOptions({ year, endYear }: SshdLogOptions): void {
  if (year !== undefined && endYear !== undefined) {
    throw new RangeError('year and endYear must not both be given');
  }
  const given = year ?? endYear ?? PROVISIONAL_YEAR;
  if (!Number.isInteger(given) || given < 1970 || given > 9999) {
    throw new RangeError(`year must be an integer in [1970, 9999], got ${given}`);
  }
}

async function readSet(set: LogSet, options: SshdLogOptions, log: GrowingLog): Promise<void> {
  const reader = createReader(log);
  for (const file of set.files) {
    let line = 1;
    for await (const lines of readLineBatches(file)) {
      reader.read(lines, file, line);
      line += lines.length;
    }
  }
  const newest = await stat(set.files[set.files.length - 1]);
  reader.resolve(options, (lastMonth) => {
    const changed = new Date(newest.mtimeMs + DAY);
    return changed.getUTCFullYear() - (lastMonth > changed.getUTCMonth() ? 1 : 0);
  });
}

/** Reads one log from its oldest line to its newest; then gives the years. */
function createReader(log: GrowingLog) {
  const undated: Mutable<LoginEvent>[] = [];
  let month = -1;
  let nYears = 0;
  const followMonths = (next: number) => {
    if (month - next >= MONTHS_BACK) {
      nYears++;
    } else if (month === 0 && next === 11) {
      nYears--;
    }
    month = next;
  };
  return {
    read(lines: readonly string[], file: string, firstLine: number): void {
      for (let i = 0; i < lines.length; i++) {
        const next = monthOfStamp(lines[i]);
        if (next !== month && next >= 0) {
          followMonths(next);
        }
        const parsed = parseSshdLine(lines[i], PROVISIONAL_YEAR + LEAP * nYears);
        if (parsed.kind === 'login') {
          const event = { ...parsed.login, file, line: firstLine + i };
          log.events.push(event);
          if (!parsed.hasYear) {
            undated.push(event);
          }
        } else if (parsed.kind === 'malformed') {
          skip(log, { file, line: firstLine + i, reason: parsed.reason });
        }
      }
      log.nLines += lines.length;
    },
    resolve({ year, endYear }: SshdLogOptions, inferEndYear: (lastMonth: number) => number): void {
      if (undated.length > 0) {
        const firstYear = year ?? (endYear ?? inferEndYear(month)) - nYears;
        log.assumedYear ??= firstYear;
        giveYears(undated, firstYear);
      }
    },
  };
}

function skip(log: GrowingLog, line: SkippedLine): void {
  log.nSkipped++;
  if (log.skipped.length < MAX_SKIPPED) {
    log.skipped.push(line);
  }
}

function giveYears(events: readonly Mutable<LoginEvent>[], firstYear: number): void {
  for (const event of events) {
    const date = new Date(event.time);
    const year = firstYear + (date.getUTCFullYear() - PROVISIONAL_YEAR) / LEAP;
    const month = date.getUTCMonth();
    date.setUTCFullYear(year);
    if (date.getUTCMonth() !== month) {
      throw new RangeError(
        `${event.file} line ${event.line}: year must have a Feb 29, got ${year}; give the year`,
      );
    }
    event.time = date.getTime();
  }
}
