import { isUtf8 } from 'node:buffer';
import { problem } from './problem';

/**
 * Reads a body as JSON; of keys that come twice the last one counts.
 *
 * @throws {Problem} 400 if it is none.
 */
export function parseJsonBody(bytes: Uint8Array | null | undefined): unknown {
  if (!bytes || bytes.length === 0) throw problem(400, 'body must be JSON, got nothing');
  if (!isUtf8(bytes)) throw problem(400, 'body must be JSON in UTF-8, got other bytes');
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch (error) {
    throw problem(400, `body must be JSON, got ${whatCame((error as Error).message)}`);
  }
}

/** Without the text itself, which V8 quotes. */
function whatCame(message: string): string {
  if (/end of JSON/.test(message)) return 'one that is cut off';
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  return position === undefined ? 'other text' : `other text at character ${position}`;
}
