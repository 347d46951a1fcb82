const NEWLINE = 10;

/** Fewer bytes are not worth it. */
const MIN_BYTES = 1 << 12;

/** What parts two records of an array as AWS delivers it: no text of JSON has it inside. */
const NEXT_RECORD = '},{"eventVersion"';

/** Several records behind each other. */
export interface RecordRun {
  /** Index behind the last one. */
  readonly end: number;
  /** What JSON has inside of an array of them. */
  readonly text: string;
}

/**
 * Records that may be parsed at once, since each has a line or they are an array as AWS delivers it; none where that seems not
 * worth it.
 *
 * They may be malformed: then the text is no JSON either. A line's end becomes a comma and a line's end, which JSON has in no
 * text, so that no text that is not closed becomes one.
 *
 * @param start of the first one's brace.
 */
export function recordRun(bytes: Buffer, start: number, maxBytes: number): RecordRun | undefined {
  const rest = bytes.subarray(start);
  const newline = rest.lastIndexOf(NEWLINE);
  const length = newline > 0 ? newline : rest.lastIndexOf(NEXT_RECORD) + 1;
  if (length < MIN_BYTES || length > maxBytes) return undefined;
  const text = rest.toString('utf8', 0, length);
  return { end: start + length, text: newline > 0 ? text.replaceAll('\n', ',\n') : text };
}
