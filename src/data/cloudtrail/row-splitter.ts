import type { RecordPosition, RecordSink, RecordSplitter } from './record-splitter';

/** Gets the rows of a CSV file. */
export interface RowSink extends Pick<RecordSink, 'malformed'> {
  readonly row: (values: readonly string[], at: RecordPosition) => void;
}

const NEWLINE = 10;
const QUOTE = 34;

/** Of what is malformed. */
const SHOWN_BYTES = 200;

/**
 * Finds the rows in the bytes of a CSV file, whose quoted values may hold line ends; blank lines are passed over.
 *
 * A row whose quote is not closed within `maxBytes`, or by the end, is malformed; reading goes on at its next line.
 */
export function splitRows(sink: RowSink, maxBytes: number): RecordSplitter {
  let bytes: Buffer = Buffer.alloc(0); // From the row's start on.
  let [offset, line, isSkipping] = [0, 1, false];
  let [position, nNewlines, inQuotes] = [0, 0, false];

  const startAt = (index: number, nLines: number) => {
    bytes = bytes.subarray(index);
    [offset, line] = [offset + index, line + nLines];
    [position, nNewlines, inQuotes] = [0, 0, false];
  };
  const skipLine = () => {
    const newline = bytes.indexOf(NEWLINE);
    isSkipping = newline < 0;
    if (isSkipping) startAt(bytes.length, 0);
    else startAt(newline + 1, 1);
    return !isSkipping;
  };
  const giveUp = (reason: string) => {
    const text = bytes.toString('utf8', 0, SHOWN_BYTES).trimEnd();
    sink.malformed(reason, { line, byte: offset }, text);
    skipLine();
    return true;
  };
  const finishRow = () => {
    const text = bytes.toString('utf8', 0, position).replace(/\r$/, '');
    const values = valuesOf(offset === 0 ? text.replace(/^\uFEFF/, '') : text);
    if (values === undefined) return giveUp('a quote stands amid a value');
    if (text !== '') sink.row(values, { line, byte: offset });
    startAt(position + 1, nNewlines + 1);
    return true;
  };
  const advance = (): boolean => {
    if (isSkipping) return skipLine();
    for (; position < bytes.length; position++) {
      const byte = bytes[position];
      if (byte === QUOTE) inQuotes = !inQuotes;
      else if (byte === NEWLINE && !inQuotes) break;
      else if (byte === NEWLINE) nNewlines++;
    }
    if (position > maxBytes) return giveUp(`longer than ${maxBytes} bytes`);
    return position < bytes.length && finishRow();
  };
  const write = (chunk: Buffer) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    while (advance());
  };
  return {
    write,
    end(reason) {
      const wasOpen = inQuotes;
      const at = { line: line + nNewlines, byte: offset + bytes.length };
      while (inQuotes && giveUp(reason)) while (advance());
      write(Buffer.from('\n'));
      return wasOpen ? undefined : at;
    },
  };
}

/** @returns undefined where a quote stands amid a value. */
function valuesOf(row: string): string[] | undefined {
  const values: string[] = [];
  for (let start = 0; ; start++) {
    const isQuoted = row[start] === '"';
    const end = isQuoted ? quotedEnd(row, start + 1) : plainEnd(row, start);
    const value = isQuoted
      ? row.slice(start + 1, end - 1).replaceAll('""', '"')
      : row.slice(start, end);
    if (end < 0 || (!isQuoted && value.includes('"'))) return undefined;
    values.push(value);
    if (end === row.length) return values;
    if (row[end] !== ',') return undefined;
    start = end;
  }
}

function plainEnd(row: string, start: number): number {
  const comma = row.indexOf(',', start);
  return comma < 0 ? row.length : comma;
}

/** Index behind the closing quote; -1 where there is none. */
function quotedEnd(row: string, start: number): number {
  let quote = row.indexOf('"', start);
  while (quote >= 0 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
  return quote < 0 ? -1 : quote + 1;
}
