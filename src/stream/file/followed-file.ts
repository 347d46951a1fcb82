import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type FilePosition, MAX_LINE_BYTES, textLines } from './line-batch';

const NEWLINE = 10;
const BEFORE_BYTES = 256;

/** A file that is read line by line while another process writes to it. */
export interface FollowedFile {
  readonly inode: string;
  /** Time of its last change, in ns. */
  changed(): Promise<bigint>;
  /**
   * The lines that are whole by now, at most about 1 MiB of them.
   *
   * @param isLast takes what stands behind the last line end for a line, too: the file is given up.
   */
  read(isLast: boolean): Promise<readonly (string | null)[]>;
  /** Whether it was cut, or written anew, so that what was read of it is gone. */
  isTruncated(): Promise<boolean>;
  /** Goes back to its start. */
  restart(): void;
  position(): FilePosition;
  close(): Promise<void>;
}

/**
 * Opens a file at a position, or at its start.
 *
 * @throws {Error} naming the file, if it is missing or no file.
 */
export async function openFollowed(path: string, from?: FilePosition): Promise<FollowedFile> {
  const file = await openFile(path);
  const inode = String((await file.stat({ bigint: true })).ino);
  const start = { offset: 0, nLines: 0, before: Buffer.alloc(0), scanned: 0, seen: -1 };
  let at = { ...start };
  if (from) {
    at = { ...at, ...from, before: Buffer.from(from.before, 'base64') };
  }
  /** Goes behind lines whose last bytes are given. */
  const goOn = (lines: readonly (string | null)[], bytes: Buffer, offset: number) => {
    const before = Buffer.concat([at.before, bytes.subarray(-BEFORE_BYTES)]);
    at = {
      offset,
      nLines: at.nLines + lines.length,
      before: Buffer.from(before.subarray(-BEFORE_BYTES)),
      scanned: 0,
      seen: -1,
    };
    return lines;
  };
  return {
    inode,
    changed: async () => (await file.stat({ bigint: true })).mtimeNs,
    read: async (isLast) => {
      const { size } = await file.stat();
      if (size <= at.offset || (size === at.seen && !isLast)) return [];
      at.seen = size;
      const bytes = await readAt(file, at.offset, MAX_LINE_BYTES);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        const whole = bytes.subarray(0, end);
        return goOn(textLines(whole), whole, at.offset + end);
      }
      if (bytes.length === MAX_LINE_BYTES) return skipLine(isLast);
      return isLast ? goOn(textLines(bytes), bytes, at.offset + bytes.length) : [];
    },
    isTruncated: async () => {
      if ((await file.stat()).size < at.offset) return true;
      const { offset, before } = at;
      return !(await readAt(file, offset - before.length, before.length)).equals(before);
    },
    restart: () => {
      at = { ...start };
    },
    position: () => {
      const { offset, nLines, before } = at;
      return { inode, offset, nLines, before: before.toString('base64') };
    },
    close: () => file.close(),
  };

  /** Looks for the end of a line that is too long, from where it last looked. */
  async function skipLine(isLast: boolean): Promise<readonly (string | null)[]> {
    for (let scanned = Math.max(at.scanned, MAX_LINE_BYTES); ; ) {
      const bytes = await readAt(file, at.offset + scanned, MAX_LINE_BYTES);
      const end = bytes.indexOf(NEWLINE) + 1;
      scanned += end || bytes.length;
      if (end > 0 || (isLast && bytes.length === 0)) {
        const offset = at.offset + scanned;
        return goOn([null], await readAt(file, offset - BEFORE_BYTES, BEFORE_BYTES), offset);
      }
      at.scanned = scanned;
      if (bytes.length === 0) return [];
    }
  }
}

async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe would wait for its writer
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`;
    throw Object.assign(new Error(`${path}: ${reason}`), { code });
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Error(`${path}: must be a file, got a folder, pipe or device`);
}

/** Fewer bytes only at the end of the file. */
async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let n = 0;
  while (n < length) {
    const { bytesRead } = await file.read(bytes, n, length - n, offset + n);
    if (bytesRead === 0) break;
    n += bytesRead;
  }
  return bytes.subarray(0, n);
}
