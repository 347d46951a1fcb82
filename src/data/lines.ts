import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A longer line is cut here, so that a file without line ends does not fill the memory. */
const MAX_LINE_BYTES = 1 << 20;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Compressions that are told by their first bytes but not read here. */
const FOREIGN_COMPRESSIONS = [
  { name: 'xz', magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
  { name: 'zstd', magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]) },
  { name: 'bzip2', magic: Buffer.from('BZh') },
];

/**
 * Whether a file is gzipped, by its first bytes and not its name.
 *
 * @throws {Error} if the file is missing, not a file, or compressed in another way.
 */
export async function isGzip(path: string): Promise<boolean> {
  const file = await openFile(path);
  try {
    return await hasGzipMagic(file, path);
  } finally {
    await file.close();
  }
}

/**
 * The lines of a text file, plain or gzipped, in batches; ends of line (also CRLF) are cut off.
 *
 * Invalid UTF-8 becomes U+FFFD; a line is cut at 1 MiB.
 *
 * @throws {Error} if the file is missing or its gzip is broken, with the last line that could be read.
 */
export async function* readLineBatches(path: string): AsyncGenerator<readonly string[]> {
  const file = await openFile(path);
  let nLines = 0;
  try {
    const gzip = await hasGzipMagic(file, path);
    const stream: Readable = file.createReadStream({ start: 0, highWaterMark: 1 << 18 });
    for await (const lines of splitLines(gzip ? gunzip(stream) : stream)) {
      nLines += lines.length;
      yield lines;
    }
  } catch (error) {
    throw isZlibError(error) ? brokenGzip(path, error, nLines) : error;
  } finally {
    await file.close().catch(() => undefined);
  }
}

/**
 * Reads a gzipped file to its end, to know that it is whole.
 *
 * @throws {Error} if it is broken or cut short.
 */
export async function checkGzip(path: string): Promise<void> {
  for await (const _ of readLineBatches(path)) {
    // The reading is the check.
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path);
    if ((await file.stat()).isFile()) {
      return file;
    }
    await file.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`;
    throw new Error(`${path}: ${reason}`);
  }
  throw new Error(`${path}: must be a file, got a folder or device`);
}

async function hasGzipMagic(file: FileHandle, path: string): Promise<boolean> {
  const start = Buffer.alloc(6);
  const { bytesRead } = await file.read(start, 0, start.length, 0);
  const foreign = FOREIGN_COMPRESSIONS.find(({ magic }) => start.indexOf(magic) === 0);
  if (foreign !== undefined) {
    throw new Error(`${path}: must be plain or gzip, got ${foreign.name}; unpack it first`);
  }
  return bytesRead >= 2 && start[0] === 0x1f && start[1] === 0x8b;
}

function gunzip(stream: Readable): Readable {
  const unzipped = createGunzip({ chunkSize: 1 << 18 });
  stream.on('error', (error) => unzipped.destroy(error));
  return stream.pipe(unzipped);
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}

function brokenGzip(path: string, cause: Error, nLines: number): Error {
  return new Error(`${path}: broken gzip after line ${nLines} (${cause.message})`);
}

/** Whole lines of each chunk; the rest waits for the next one. */
async function* splitLines(stream: Readable): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end >= 0) {
      const whole = restBytes === 0 ? chunk.subarray(0, end) : [...rest, chunk.subarray(0, end)];
      yield decodeLines(Array.isArray(whole) ? Buffer.concat(whole) : whole);
      rest = [];
      restBytes = 0;
    }
    const tail = chunk.subarray(end + 1, end + 1 + MAX_LINE_BYTES - restBytes);
    if (tail.length > 0) {
      rest.push(tail);
      restBytes += tail.length;
    }
  }
  if (restBytes > 0) {
    yield decodeLines(Buffer.concat(rest));
  }
}

function decodeLines(bytes: Buffer): string[] {
  const lines = bytes.toString('utf8').split('\n');
  if (bytes.includes(CARRIAGE_RETURN)) {
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }
  return lines;
}
