import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { isGzip } from '../lines';
import { formError } from './form-error';

/** Compressed bytes unpacked at once: few, since they may become a thousand times as many. */
const PACKED_BYTES = 1 << 15;
const PLAIN_BYTES = 1 << 18;
/** AWS delivers a small file each five minutes and region: those are read and unpacked in one go, a quarter faster as a whole. */
const SMALL_BYTES = 1 << 16;
const SMALL_UNPACKED_BYTES = 1 << 22;

/**
 * The bytes of a file, unpacked where it is gzipped, by its first bytes and not its name.
 *
 * All that could be unpacked comes before the error of a broken gzip.
 *
 * @throws {Error} if the file is missing or cannot be read; a form error if its gzip is broken or cut short.
 */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const whole = await readSmall(path);
  if (whole !== undefined) {
    if (whole.length > 0) yield whole;
  } else if (await isGzip(path)) {
    yield* unpack(createReadStream(path, { highWaterMark: PACKED_BYTES }));
  } else {
    yield* createReadStream(path, { highWaterMark: PLAIN_BYTES });
  }
}

/** The bytes of a small file; undefined where it is larger, a broken gzip, or missing, which reading on will tell. */
async function readSmall(path: string): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path);
    if (size > SMALL_BYTES) return undefined;
    const packed = await readFile(path);
    return isPacked(packed)
      ? gunzipSync(packed, { maxOutputLength: SMALL_UNPACKED_BYTES })
      : packed;
  } catch {
    return undefined;
  }
}

/**
 * The bytes of a file that come piece by piece, unpacked where it is gzipped.
 *
 * @throws {Error} as `readBytes`, but for missing files.
 */
export async function* unpackPieces(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const parts = inParts(pieces);
  const { value: first, done } = await parts.next();
  if (done) return;
  const all = behind(first, parts);
  yield* isPacked(first) ? unpack(all) : all;
}

/** None longer than what is unpacked at once. */
async function* inParts(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    for (let i = 0; i < piece.length; i += PACKED_BYTES) yield piece.subarray(i, i + PACKED_BYTES);
  }
}

async function* behind(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** A stream's own iterator drops what is buffered when an error comes; here each chunk is taken as it is made. */
async function* unpack(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PLAIN_BYTES });
  let unpacked: Buffer[] = [];
  let failure: Error | undefined;
  gunzip.on('data', (chunk: Buffer) => unpacked.push(chunk));
  gunzip.on('error', (error) => {
    failure = error;
  });
  const closed = new Promise<void>((resolve) => gunzip.once('close', resolve));
  const write = (chunk: Buffer) =>
    Promise.race([closed, new Promise<void>((resolve) => gunzip.write(chunk, () => resolve()))]);
  const take = () => unpacked.splice(0);
  try {
    let written = Promise.resolve();
    for await (const chunk of packed) {
      await written;
      const ready = take();
      written = write(chunk);
      yield* ready; // The next is unpacked meanwhile.
      if (failure !== undefined) break;
    }
    await written;
    if (failure === undefined) {
      gunzip.end();
      await closed;
    }
    yield* take();
    if (failure !== undefined) throw formError(new Error(`broken gzip (${failure.message})`));
  } finally {
    unpacked = [];
    gunzip.destroy();
  }
}
