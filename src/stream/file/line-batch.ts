/** Whole lines that came in at once. */
export interface LineBatch {
  /** Without their ends; null for a line that is too long. */
  readonly lines: readonly (string | null)[];
  /** Number of the first one in its file, from 1. */
  readonly firstLine: number;
  /** Lines before this one were done with earlier and are only read again. Default: none. */
  readonly judgeFrom?: number;
  /** Where to go on behind the last one; null in a stream, which cannot be read twice. */
  readonly position: FilePosition | null;
}

/** A place in a file, which is found again after it was renamed. */
export interface FilePosition {
  readonly inode: string;
  /** Bytes before it; a line begins here. */
  readonly offset: number;
  /** Lines before it. */
  readonly nLines: number;
  /** The last bytes before it, at most 256, in base64: by them the file is told from another. */
  readonly before: string;
}

/** A longer line is left out, so that a file without line ends does not fill the memory. */
export const MAX_LINE_BYTES: number = 1 << 20;

/** Text of whole lines, cut at their ends (LF or CRLF); a byte order mark at the start is left out. */
export function textLines(bytes: Buffer): string[] {
  const lines = bytes.toString('utf8').split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  if (lines.length > 0) lines[0] = lines[0].replace(/^\uFEFF/, '');
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
