import { isUtf8 } from 'node:buffer';
import { problem } from '../problem';

const LINE_END = 0x0a;
const DELIMITERS = [',', ';', '\t'];
/** Characters of a header by which its delimiter is told. */
const HEADER = 65_536;

/**
 * The text of a CSV file, without its byte order mark.
 *
 * @throws {Problem} 400 if it is empty, or not in UTF-8; says from which line.
 */
export function csvText(bytes: Buffer): string {
  if (bytes.length === 0) throw problem(400, 'file must have a header line, got nothing');
  if (!isUtf8(bytes)) {
    const line = firstLineNotUtf8(bytes);
    throw problem(400, `file must be text in UTF-8, got other bytes in line ${line}`);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** What separates the names of a header: the one that occurs most of comma, semicolon and tab. */
export function delimiterOf(text: string): string {
  const start = text.slice(0, HEADER);
  const header = start.slice(0, start.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_END, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) break;
    start = next;
  }
  return line;
}
