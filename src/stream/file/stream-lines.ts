import type { Readable } from 'node:stream';
import { type LineBatch, MAX_LINE_BYTES, textLines } from './line-batch';

const NEWLINE = 10;

/**
 * The lines of a stream as they come; the last one need not have an end.
 *
 * @param signal ends it between two batches.
 */
export async function* streamLines(
  stream: Readable,
  signal?: AbortSignal,
): AsyncGenerator<LineBatch> {
  let rest: Buffer[] = [];
  let nRestBytes = 0;
  let nLines = 0;
  const batchOf = (bytes: Buffer): LineBatch => {
    const isTooLong = nRestBytes > MAX_LINE_BYTES;
    const lines: (string | null)[] = textLines(bytes);
    if (isTooLong) lines[0] = null;
    const firstLine = nLines + 1;
    nLines += lines.length;
    return { lines, firstLine, position: null };
  };
  const stop = () => stream.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) yield batchOf(Buffer.concat([...rest, chunk.subarray(0, end)]));
      if (end > 0) [rest, nRestBytes] = [[], 0];
      if (nRestBytes <= MAX_LINE_BYTES) rest.push(chunk.subarray(end));
      nRestBytes += chunk.length - end;
    }
    if (nRestBytes > 0) yield batchOf(Buffer.concat(rest));
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
