import { recordRun } from './record-run';
import { findRecordStart, START_OVERLAP } from './record-start';
import { newScan, type RecordScan, scanRecord, startScan } from './scan-record';

/** Where in a file something stands, decompressed. */
export interface RecordPosition {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 0. */
  readonly byte: number;
}

/** Gets what a splitter finds, in the order of the file. */
export interface RecordSink {
  /**
   * One object from brace to brace; may still be no JSON.
   *
   * @returns whether it could be parsed. If not, a record is looked for behind its first brace.
   */
  readonly record: (bytes: Buffer, start: number, end: number, at: RecordPosition) => boolean;
  /**
   * The inside of an array of records, which is faster than one by one; may still be no JSON.
   *
   * @returns whether all were taken. If not, none was, and they come one by one.
   */
  readonly records?: (text: string) => boolean;
  /** Something that is no record, once for each place, with how it begins. */
  readonly malformed: (reason: string, at: RecordPosition, text: string) => void;
}

/** Finds the records in the bytes of a file. */
export interface RecordSplitter {
  /** Takes the next bytes of the file. */
  write(chunk: Buffer): void;
  /**
   * The file is over.
   *
   * @param reason what is said of a record that is not.
   * @returns where the file ends; undefined where that is inside of a record.
   */
  end(reason: string): RecordPosition | undefined;
}

/** Between two records, inside one, looking for the next one that is whole, or in other text to the end of its line. */
type Place = 'between' | 'inside' | 'seeking' | 'other text';

/** What is known of the file so far. */
interface Reading {
  readonly sink: RecordSink;
  readonly maxBytes: number;
  readonly scan: RecordScan;
  bytes: Buffer;
  /** Of the first of `bytes` in the file. */
  offset: number;
  place: Place;
  /** Whether nothing but blanks stands on the line before the next byte, and whether an array of records was seen. */
  isLineStart: boolean;
  hasContainer: boolean;
  /** Index of the next byte, unless a scan is under way, and lines that ended before. */
  position: number;
  nNewlines: number;
  /** In the file; records before come one by one. */
  oneByOneUntil: number;
  /** Of the record inside of which the reading is: its brace, and lines before it. */
  start: number;
  startNewlines: number;
}

const NEWLINE = 10;
const SPACE = 32;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;

/** What may stand between two records without a meaning: blanks, commas, colons and brackets. */
const MEANINGLESS: Uint8Array = new Uint8Array(256);
for (const byte of Buffer.from(' \t\r\n,:[]}')) MEANINGLESS[byte] = 1;

const VALUE_TEXT = String.raw`"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null`;
/** A text or a number, as a document may have beside its records, with what shows that it is over. */
const VALUE = new RegExp(String.raw`^(?:${VALUE_TEXT})[\s,:\]}]`);
/** The same, or an empty array, alone on its line. */
const LONE_VALUE = new RegExp(String.raw`^(?:${VALUE_TEXT}|\[[ \t\r]*\])[ \t\r]*,?[ \t\r]*\n`);
const LONGEST_VALUE = 1 << 12;

/** Of what is malformed. */
const SHOWN_BYTES = 200;

/**
 * Finds records by their braces in a file of any length: one document with an array `Records` or several of them, an
 * array, or an object a line.
 *
 * Texts are told from structure, so braces in them do not count. Where no array is called `Records`, a value that has a line for
 * itself is malformed; an empty array on the first line is a log without records. What no JSON has in its place ends a record as
 * malformed, and reading goes on where a record may start again. A record longer than `maxBytes` is given up there, so
 * that memory stays bounded.
 */
export function splitRecords(sink: RecordSink, maxBytes: number): RecordSplitter {
  const reading: Reading = {
    ...{ sink, maxBytes, bytes: Buffer.alloc(0), offset: 0, place: 'between', oneByOneUntil: 0 },
    ...{ isLineStart: true, hasContainer: false },
    ...{ position: 0, nNewlines: 0, start: 0, startNewlines: 0, scan: newScan() },
  };
  return {
    write(chunk) {
      append(reading, chunk);
      while (advance(reading));
    },
    end(reason) {
      const wasOpen = reading.place === 'inside';
      while (reading.place === 'inside') {
        giveUp(reading, reason);
        while (advance(reading));
      }
      const at = {
        line: reading.nNewlines + 1,
        byte: reading.offset + reading.bytes.length,
      };
      append(reading, Buffer.from('\n')); // A value that is still open is over.
      while (advance(reading));
      return wasOpen ? undefined : at;
    },
  };
}

/** Drops the bytes that are done with, and adds others. */
function append(reading: Reading, chunk: Buffer): void {
  const { bytes, place, start, scan } = reading;
  const done = place === 'inside' ? start : reading.position;
  reading.bytes = done === bytes.length ? chunk : Buffer.concat([bytes.subarray(done), chunk]);
  reading.offset += done;
  reading.position -= done;
  reading.start -= done;
  scan.position -= done;
  scan.keyStart -= done;
  scan.keyEnd -= done;
}

/** @returns whether there is more to do with these bytes. */
function advance(reading: Reading): boolean {
  switch (reading.place) {
    case 'between':
      return passBetween(reading);
    case 'inside':
      return readInside(reading);
    case 'seeking':
      return seek(reading);
    default:
      return passLine(reading);
  }
}

function passBetween(reading: Reading): boolean {
  const { bytes } = reading;
  let { position } = reading;
  for (; MEANINGLESS[bytes[position]] === 1; position++) {
    const byte = bytes[position];
    if (byte === OPEN_BRACKET && reading.isLineStart) break;
    if (byte === NEWLINE) reading.nNewlines++;
    reading.isLineStart = byte === NEWLINE || (reading.isLineStart && byte <= SPACE);
  }
  reading.position = position;
  if (position === bytes.length) return false;
  if (bytes[position] !== OPEN_BRACE) return passValue(reading);
  reading.isLineStart = false;
  if (readRun(reading)) return true;
  reading.place = 'inside';
  reading.start = position;
  reading.startNewlines = reading.nNewlines;
  startScan(reading.scan, position);
  return true;
}

/** @returns whether several records were read at once. */
function readRun(reading: Reading): boolean {
  const { bytes, position, offset, sink, maxBytes, oneByOneUntil } = reading;
  if (sink.records === undefined || offset + position < oneByOneUntil) return false;
  const run = recordRun(bytes, position, maxBytes);
  reading.oneByOneUntil = offset + (run?.end ?? bytes.length);
  if (run === undefined || !sink.records(run.text)) return false;
  reading.start = position;
  reading.startNewlines = reading.nNewlines;
  moveTo(reading, run.end, 'between');
  return true;
}

/** A value beside the records is passed over; one in the place of a record, and other text, is malformed. */
function passValue(reading: Reading): boolean {
  const { bytes, position, isLineStart, hasContainer, nNewlines } = reading;
  const text = bytes.toString('latin1', position, position + LONGEST_VALUE);
  const isOpen = text.length < LONGEST_VALUE && !text.includes('\n');
  const isInPlace = isLineStart && !hasContainer;
  if (isOpen && isInPlace) return false;
  const isArray = bytes[position] === OPEN_BRACKET;
  const isLone = isInPlace && LONE_VALUE.test(text) && !(isArray && nNewlines === 0);
  const length = isArray ? 1 : (VALUE.exec(text)?.[0].length ?? 0) - 1;
  if (length > 0 && !isLone) {
    reading.position += length;
    reading.isLineStart = false;
    return true;
  }
  if (isOpen) return false;
  if (reading.offset + position > 0 || !text.startsWith('\xEF\xBB\xBF')) {
    report(reading, 'must be a JSON object', position, reading.nNewlines);
    reading.place = 'other text';
  } else {
    reading.position += 3; // A byte order mark.
  }
  return true;
}

function passLine(reading: Reading): boolean {
  const { bytes, position } = reading;
  const newline = bytes.indexOf(NEWLINE, position);
  reading.position = newline < 0 ? bytes.length : newline;
  if (newline >= 0) reading.place = 'between';
  return newline >= 0;
}

function readInside(reading: Reading): boolean {
  const { bytes, scan, start, sink, maxBytes } = reading;
  const outcome = scanRecord(bytes, scan);
  const { position } = scan;
  if (position - start > maxBytes && outcome !== 'container') {
    return giveUp(reading, `longer than ${maxBytes} bytes`);
  }
  if (outcome === 'more') return false;
  if (outcome === 'malformed') return giveUp(reading, scan.reason);
  reading.place = 'between';
  reading.position = position;
  reading.nNewlines += scan.nNewlines;
  if (outcome === 'container') {
    reading.hasContainer = true;
    return true;
  }
  const at = { line: reading.startNewlines + 1, byte: reading.offset + start };
  if (!sink.record(bytes, start, position, at)) {
    const next = findRecordStart(bytes, start + 1, position);
    if (next >= 0) moveTo(reading, next, 'between');
  }
  return true;
}

/** Leaves a record that is malformed; goes on where another may start, also inside what was read of it. */
function giveUp(reading: Reading, reason: string): boolean {
  const { bytes, start } = reading;
  report(reading, reason, start, reading.startNewlines);
  const next = findRecordStart(bytes, start + 1, bytes.length);
  if (next >= 0) moveTo(reading, next, 'between');
  else moveTo(reading, Math.max(start + 1, bytes.length - START_OVERLAP), 'seeking');
  return next >= 0;
}

function seek(reading: Reading): boolean {
  const { bytes, position } = reading;
  const next = findRecordStart(bytes, position, bytes.length);
  reading.start = position;
  reading.startNewlines = reading.nNewlines;
  if (next >= 0) moveTo(reading, next, 'between');
  else moveTo(reading, Math.max(position, bytes.length - START_OVERLAP), 'seeking');
  return next >= 0;
}

function moveTo(reading: Reading, position: number, place: Place): void {
  const { bytes, start } = reading;
  reading.nNewlines = reading.startNewlines;
  for (let i = bytes.indexOf(NEWLINE, start); i >= 0 && i < position; ) {
    reading.nNewlines++;
    i = bytes.indexOf(NEWLINE, i + 1);
  }
  reading.position = position;
  reading.place = place;
}

function report(reading: Reading, reason: string, index: number, nNewlines: number): void {
  const { sink, bytes, offset } = reading;
  const text = bytes.toString('utf8', index, index + SHOWN_BYTES).trimEnd();
  sink.malformed(reason, { line: nNewlines + 1, byte: offset + index }, text);
}
