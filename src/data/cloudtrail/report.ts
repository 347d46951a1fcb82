/** Something in a log that is no event, kept aside. */
export interface MalformedRecord {
  readonly file: string;
  /** Where it starts, counted from 1. */
  readonly line: number;
  /** Where it starts, unpacked, counted from 0. */
  readonly byte: number;
  /** What must be, and what is. */
  readonly reason: string;
  /** How it begins: at most 200 bytes. */
  readonly text: string;
}

/** What was read so far, and what could not be. */
export interface CloudTrailReport {
  /** Files that were opened. */
  readonly nFiles: number;
  /** Events given out. */
  readonly nEvents: number;
  /** Events that came again, with the id and time of another, and were left out. */
  readonly nRepeated: number;
  readonly nMalformed: number;
  /** The first 100 of them. */
  readonly malformed: readonly MalformedRecord[];
  /** Times of the first and last event, epoch ms; null where there is none. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A report that grows while a log is read. */
export interface GrowingReport extends Mutable<Omit<CloudTrailReport, 'malformed'>> {
  readonly malformed: MalformedRecord[];
}

/** Of what is malformed. */
export const MAX_KEPT = 100;
const MOST_CHARACTERS = 200;

/** A report on nothing yet. */
export function emptyReport(): GrowingReport {
  return {
    ...{ nFiles: 0, nEvents: 0, nRepeated: 0, nMalformed: 0 },
    ...{ malformed: [], firstTime: null, lastTime: null },
  };
}

/** Counts what is malformed, and keeps the first of it. Changes the report. */
export function keepAside(report: GrowingReport, record: MalformedRecord): void {
  report.nMalformed++;
  if (report.malformed.length < MAX_KEPT) report.malformed.push(record);
}

/** Where the first malformed record is, and why it is none, in short. */
export function firstMalformed({ malformed }: CloudTrailReport): string {
  const [{ file, line, reason }] = malformed;
  const isShort = reason.length <= MOST_CHARACTERS;
  return `${file}, line ${line}: ${isShort ? reason : `${reason.slice(0, MOST_CHARACTERS - 1)}…`}`;
}

/**
 * Refuses a log that has records, none of which is an event.
 *
 * @throws {Error} naming the first one, and why.
 */
export function checkSomeRead(report: CloudTrailReport, paths: readonly string[]): void {
  if (report.nEvents > 0 || report.nMalformed === 0) return;
  throw new Error(`no event could be read in ${paths.join(', ')}: ${firstMalformed(report)}`);
}
