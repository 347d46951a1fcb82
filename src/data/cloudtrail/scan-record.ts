import { isJsonObject } from './json-object';

/** How far an object has been read, byte by byte. */
export interface RecordScan {
  /** Index of the next byte. */
  position: number;
  /** Lines that ended so far. */
  nNewlines: number;
  depth: number;
  inText: boolean;
  /** Whether what is open at each depth is an object, 1, or an array, 0. */
  readonly isObject: Uint8Array;
  /** The last text at depth 1, which is a key where an array follows. */
  keyStart: number;
  keyEnd: number;
  /** Why it is malformed. */
  reason: string;
}

/** What a scan came to: the bytes' end, the object's, the start of an array of records in it, or what no JSON has. */
export type ScanOutcome = 'more' | 'record' | 'container' | 'malformed';

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Bytes outside of texts that do not open or close: blanks, signs, numbers, true, false and null. */
const PLAIN: Uint8Array = new Uint8Array(256);
for (const byte of Buffer.from(' \t\r,:0123456789+-.EaeflnrstuE')) PLAIN[byte] = 1;

const DEEPEST = 256;

/** Keys of arrays that hold records: as delivered, and of the LookupEvents call. */
const CONTAINERS = ['Records', 'Events'];

/** Whether an object is no record, but holds an array of them. */
export function holdsRecords(value: unknown): boolean {
  return isJsonObject(value) && CONTAINERS.some((name) => Array.isArray(value[name]));
}

/** A scan that has not started. */
export function newScan(): RecordScan {
  const isObject = new Uint8Array(DEEPEST + 1);
  return {
    ...{ position: 0, nNewlines: 0, depth: 0, inText: false, isObject },
    ...{ keyStart: 0, keyEnd: 0, reason: '' },
  };
}

/** Starts anew with the object whose brace is at `start`. Changes the scan. */
export function startScan(scan: RecordScan, start: number): void {
  scan.position = start + 1;
  scan.nNewlines = 0;
  scan.depth = 1;
  scan.inText = false;
  scan.isObject[1] = 1;
}

/** Goes on with a scan as far as the bytes reach. Changes the scan; after `record` its position is behind the last brace. */
export function scanRecord(bytes: Buffer, scan: RecordScan): ScanOutcome {
  const end = bytes.length;
  let i = scan.position;
  while (i < end) {
    if (scan.inText) {
      i = textEnd(bytes, i, end);
      if (i === end || bytes[i] === BACKSLASH) break;
      if (bytes[i] === NEWLINE) return stop(scan, i, 'a text is not closed on its line');
      scan.inText = false;
      if (scan.depth === 1) scan.keyEnd = i;
      i++;
    }
    while (i < end && PLAIN[bytes[i]] === 1) i++;
    if (i === end) break;
    const byte = bytes[i];
    if (byte === QUOTE) {
      scan.inText = true;
      if (scan.depth === 1) scan.keyStart = i + 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (byte === OPEN_BRACKET && scan.depth === 1 && isContainer(bytes, scan)) {
        scan.position = i + 1;
        return 'container';
      }
      if (!mayOpen(bytes, i, scan)) return stop(scan, i, 'a bracket opens where none may');
      if (scan.depth === DEEPEST) return stop(scan, i, `nested deeper than ${DEEPEST}`);
      scan.isObject[++scan.depth] = byte === OPEN_BRACE ? 1 : 0;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if ((scan.isObject[scan.depth] === 1) !== (byte === CLOSE_BRACE)) {
        return stop(scan, i, 'a bracket closes that is not open');
      }
      if (--scan.depth === 0) {
        scan.position = i + 1;
        return 'record';
      }
    } else if (byte === NEWLINE) {
      scan.nNewlines++;
    } else {
      return stop(scan, i, 'not valid JSON: a text without quotes');
    }
    i++;
  }
  scan.position = i;
  return 'more';
}

/** Index of the quote or newline that ends a text; of a backslash whose next byte is not there yet; or the end. */
function textEnd(bytes: Buffer, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const byte = bytes[i];
    if (byte === QUOTE || byte === NEWLINE) return i;
    if (byte === BACKSLASH) {
      if (i + 1 === end) return i;
      i++;
    }
    i++;
  }
  return end;
}

function stop(scan: RecordScan, position: number, reason: string): ScanOutcome {
  scan.position = position;
  scan.reason = reason;
  return 'malformed';
}

/** Whether JSON may have a bracket here: behind a colon in an object, behind a comma or bracket in an array. */
function mayOpen(bytes: Buffer, index: number, { isObject, depth }: RecordScan): boolean {
  let i = index - 1;
  while (bytes[i] <= 32) i--;
  const before = bytes[i];
  return isObject[depth] === 1 ? before === COLON : before === COMMA || before === OPEN_BRACKET;
}

function isContainer(bytes: Buffer, { keyStart, keyEnd }: RecordScan): boolean {
  return CONTAINERS.includes(bytes.toString('latin1', keyStart, Math.min(keyEnd, keyStart + 16)));
}
