import { setTimeout as wait } from 'node:timers/promises';
import { type FollowedFile, openFollowed } from './followed-file';
import type { FilePosition, LineBatch } from './line-batch';
import { fileAfter, findPosition } from './rotation';

/** How a file is followed. */
export interface TailOptions {
  /** Where to go on. Default: at the start of the file. */
  readonly from?: FilePosition;
  /** Begins at the start of the file that `from` is in, where it is still that one. Default false. */
  readonly rereads?: boolean;
  /** Ends it between two batches. */
  readonly signal?: AbortSignal;
  /** Told of rotated and truncated files. */
  readonly onNotice?: (text: string) => void;
}

const POLL_MS = 50;
/** A file that is not written to for so long after it was rotated is done with. */
const QUIET_MS = 500;

/**
 * The lines of a file, and those that are written to it later, as `tail -F`: also when it is truncated,
 * or renamed and begun anew. It never ends but by the signal.
 *
 * A last line without an end waits for it, but in a rotated file, which is read to its end. A rotation
 * while nobody followed is caught up with as long as the rotated files are in the folder, not compressed.
 * The first batch, and that of each new file, is empty: a position to go on from.
 *
 * @throws {Error} naming the file, if it is missing at the start, or cannot be read.
 */
export async function* tailFile(
  path: string,
  { from, rereads = false, signal, onNotice = () => {} }: TailOptions = {},
): AsyncGenerator<LineBatch> {
  const found = from && (await findPosition(path, from));
  let file = found ?? (await openFollowed(path));
  if (from && !found) onNotice(goneNotice(path, file, from));
  let done = rereads && found ? from : undefined;
  if (done) file.restart();
  const batchOf = (lines: LineBatch['lines']): LineBatch => {
    const position = file.position();
    const firstLine = position.nLines - lines.length + 1;
    if (done === undefined) return { lines, firstLine, position };
    const isBehind = position.nLines >= done.nLines;
    return { lines, firstLine, judgeFrom: done.nLines + 1, position: isBehind ? position : done };
  };
  let [quietMs, lastChanged] = [0, 0n];
  try {
    yield batchOf([]);
    while (!signal?.aborted) {
      if (await file.isTruncated()) {
        onNotice(`${path} was truncated; goes on at its start`);
        file.restart();
        done = undefined;
      }
      const lines = await file.read(false);
      if (lines.length > 0) {
        yield batchOf(lines);
        continue;
      }
      const next = await fileAfter(path, file);
      const changed = await file.changed();
      quietMs = next && changed === lastChanged ? quietMs + POLL_MS : 0;
      lastChanged = changed;
      const isDone = next && (next.isRotated || quietMs >= QUIET_MS);
      const opened = isDone ? await next.open() : undefined;
      if (opened) {
        for (let rest = await file.read(true); rest.length > 0; rest = await file.read(true)) {
          yield batchOf(rest);
        }
        await file.close();
        file = opened;
        done = undefined;
        onNotice(`${path} was rotated; goes on with the next file`);
        yield batchOf([]);
        continue;
      }
      await wait(POLL_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

function goneNotice(path: string, file: FollowedFile, from: FilePosition): string {
  return file.inode === from.inode
    ? `${path} was truncated; goes on at its start`
    : `${path} is another file and the one before is gone, so that events may be missing; goes on at its start`;
}
