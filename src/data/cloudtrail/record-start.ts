/**
 * A line that starts with a brace, or a brace before a key that AWS's records start with: as delivered, and with keys in
 * the order of the alphabet.
 */
const RECORD_START =
  /\n\{|\{\s{0,64}"(?:eventVersion|additionalEventData|apiVersion|awsRegion|eventData|eventJson)"/;

/** No start is longer than this. */
const OVERLAP = 128;
const WINDOW = 1 << 14;

/**
 * Where a record may start again behind one that is broken.
 *
 * @returns index of its brace, from `from` on; -1 where there is none.
 */
export function findRecordStart(bytes: Buffer, from: number, to: number): number {
  for (let start = from; start < to; start += WINDOW) {
    const text = bytes.toString('latin1', start, Math.min(to, start + WINDOW + OVERLAP));
    const found = RECORD_START.exec(text);
    if (found !== null) return start + found.index + (found[0][0] === '\n' ? 1 : 0);
  }
  return -1;
}

/** How many bytes to keep behind which no start was found: one may lie across their end. */
export const START_OVERLAP: number = OVERLAP;
