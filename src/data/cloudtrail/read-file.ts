import type { CloudTrailEvent } from './event';
import { isFormError } from './form-error';
import { isCsv } from './log-files';
import { readBytes } from './read-bytes';
import { cloudTrailEvent } from './record';
import { type RecordPosition, type RecordSplitter, splitRecords } from './record-splitter';
import type { MalformedRecord } from './report';
import { splitRows } from './row-splitter';
import { holdsRecords } from './scan-record';
import { hasRecords, recordOfRow, unwrapRecord } from './table-record';

/** How a file is read. */
export interface ReadFileOptions {
  /** Longer records are malformed. */
  readonly maxRecordBytes: number;
  readonly onMalformed: (record: MalformedRecord) => void;
}

/** AWS writes no longer record. */
export const MAX_RECORD_BYTES: number = 1 << 20;
const SHOWN_CHARACTERS = 200;
const NO_RECORDS =
  'must have columns eventTime, eventSource and eventName, or eventData or eventJson';

/**
 * The events of one file in its order, in batches; what is none goes to `onMalformed`, and reading goes on.
 *
 * Of a broken gzip all comes that could be unpacked.
 *
 * @param bytes of the file, unpacked; default: they are read.
 * @throws {Error} if the file is missing or cannot be read.
 */
export async function* readFileEvents(
  file: string,
  { maxRecordBytes, onMalformed }: ReadFileOptions,
  bytes: AsyncIterable<Buffer> = readBytes(file),
): AsyncGenerator<CloudTrailEvent[]> {
  let events: CloudTrailEvent[] = [];
  const malformed = (reason: string, at: RecordPosition, text: string) =>
    onMalformed({ file, line: at.line, byte: at.byte, reason, text });
  const take = (record: unknown, at: RecordPosition, text: () => string) => {
    try {
      events.push(cloudTrailEvent(unwrapRecord(record)));
    } catch (error) {
      if (!isFormError(error)) throw error;
      malformed(error.message, at, text().slice(0, SHOWN_CHARACTERS));
    }
  };
  const takeAll = (records: readonly unknown[]) => {
    try {
      const found = records.map((record) => cloudTrailEvent(unwrapRecord(record)));
      for (const event of found) events.push(event);
      return true;
    } catch (error) {
      if (!isFormError(error)) throw error;
      return false; // One by one it is found out which, and why.
    }
  };
  const splitter = isCsv(file)
    ? rowReader(take, malformed, maxRecordBytes)
    : jsonReader(take, takeAll, malformed, maxRecordBytes);
  try {
    for await (const some of bytes) {
      splitter.write(some);
      if (events.length > 0) yield events;
      events = [];
    }
    splitter.end('the file ends inside of it');
  } catch (error) {
    if (!isFormError(error)) throw error;
    const end = splitter.end(`${error.message}, inside of this record`);
    if (end !== undefined) malformed(error.message, end, '');
  }
  if (events.length > 0) yield events;
}

type Take = (record: unknown, at: RecordPosition, text: () => string) => void;
type Malformed = (reason: string, at: RecordPosition, text: string) => void;

function jsonReader(
  take: Take,
  takeAll: (records: readonly unknown[]) => boolean,
  malformed: Malformed,
  maxBytes: number,
): RecordSplitter {
  const records = (text: string) => {
    let parsed: readonly unknown[];
    try {
      parsed = JSON.parse(`[${text}]`);
    } catch {
      return false;
    }
    return !parsed.some(holdsRecords) && takeAll(parsed);
  };
  const record = (bytes: Buffer, start: number, end: number, at: RecordPosition) => {
    const text = bytes.toString('utf8', start, end);
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (error) {
      const reason = `not valid JSON (${(error as Error).message})`;
      malformed(reason, at, text.slice(0, SHOWN_CHARACTERS));
      return false;
    }
    take(parsed, at, () => text);
    return true;
  };
  return splitRecords({ record, records, malformed }, maxBytes);
}

function rowReader(take: Take, malformed: Malformed, maxBytes: number): RecordSplitter {
  let columns: readonly string[] | undefined;
  let isLog = true;
  const row = (values: readonly string[], at: RecordPosition) => {
    if (columns === undefined) {
      columns = values;
      isLog = hasRecords(columns);
      if (!isLog) malformed(NO_RECORDS, at, values.join(',').slice(0, SHOWN_CHARACTERS));
    } else if (!isLog) {
      return; // Said once.
    } else if (values.length !== columns.length) {
      const reason = `must have ${columns.length} values, got ${values.length}`;
      malformed(reason, at, values.join(',').slice(0, SHOWN_CHARACTERS));
    } else {
      take(recordOfRow(columns, values), at, () => values.join(','));
    }
  };
  return splitRows({ row, malformed }, maxBytes);
}
