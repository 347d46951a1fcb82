import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../data/make-folder';

/** A file that is written at its end. */
export interface AppendFile {
  /** Bytes that it has. */
  readonly length: number;
  append(text: string): Promise<void>;
  /** Waits until all is on the disk; at once where nothing was written since. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file to write at its end; makes it, and its folder, where there is none.
 *
 * @param length bytes to keep: what is behind them is cut off. Default: all but a last line without end.
 * @throws {Error} naming the file, if it is none, cannot be written to, or is shorter than that.
 */
export async function openAppendFile(path: string, length?: number): Promise<AppendFile> {
  const file = await openFile(path);
  let end: number;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(`${path}: must be a file, got a device`);
    const { size } = found;
    end = length ?? (await endOfLines(file, size));
    if (size < end) {
      throw new Error(
        `${path}: must have the ${end} bytes written before, got ${size}; put it back, or remove its checkpoint to start anew`,
      );
    }
    if (size > end) await file.truncate(end);
    if (size > end || size === 0) await file.sync();
    if (size === 0) await syncFolder(path);
  } catch (error) {
    await file.close();
    throw error;
  }
  let isSynced = true;
  return {
    get length() {
      return end;
    },
    append: async (text) => {
      const bytes = Buffer.from(text);
      for (let n = 0; n < bytes.length; ) {
        const writing = file.write(bytes, n, bytes.length - n, end);
        const { bytesWritten } = await named(path, writing);
        n += bytesWritten;
        end += bytesWritten;
        isSynced = false;
      }
    },
    sync: async () => {
      if (isSynced) return;
      await named(path, file.sync());
      isSynced = true;
    },
    close: () => file.close(),
  };
}

/** Has an error of writing, such as a full disk, name the file. */
export async function named<T>(path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path}: cannot be written to (${code})`, { cause: error });
  }
}

/** Waits until the names in a file's folder are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    await makeFolder(dirname(path));
    return await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return open(path, 'wx+');
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path}: must be a file that can be written to (${code})`);
  }
}

/** Where the last whole line ends. */
async function endOfLines(file: FileHandle, size: number): Promise<number> {
  const bytes = Buffer.alloc(65_536);
  for (let end = size; end > 0; ) {
    const start = Math.max(end - bytes.length, 0);
    const { bytesRead } = await file.read(bytes, 0, end - start, start);
    const newline = bytes.subarray(0, bytesRead).lastIndexOf(10);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
