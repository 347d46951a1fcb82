import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError, openUrl } from './http';

/** What is known of a file beforehand. */
export interface FetchedFile {
  readonly bytes?: number;
  /** Checksum; a file without one is taken as it comes. */
  readonly gitBlob?: string | undefined;
}

/** How a file is fetched. */
export interface FetchOptions {
  /** Stops the download; what has come so far is kept for the next one. */
  readonly signal?: AbortSignal;
  /** Called with the number of bytes that are there, and of the whole if it is known. */
  readonly onBytes?: (bytes: number, total: number | undefined) => void;
  /** Seconds without a byte after which a try is given up. Default 30. */
  readonly timeoutSeconds?: number;
  /** Pauses before the second, third, … try. Default 0.5, 2 and 8. */
  readonly pauseSeconds?: readonly number[];
}

/** The file does not have the content that it should have. */
export class ChecksumError extends Error {}

/**
 * Checksum of a file as git names its content.
 *
 * @returns SHA-1 in hex of `blob <bytes>\0` and the content; undefined where there is no such file.
 */
export async function gitBlobOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) {
    return undefined;
  }
  const hash = createHash('sha1').update(`blob ${found.size}\0`);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Fetches a file from a URL or another folder, checks it, and only then gives it its name.
 *
 * What has come is kept beside it as `NAME.<first of the checksum>.part`, and a later try goes on from there; a
 * server that cannot do so sends it from the start. Whatever was resumed wrongly fails the check and is
 * fetched once more in full. A file of its name with another content is kept as `NAME.old`.
 *
 * @param from URL, or path of a file.
 * @throws {NotFoundError} if there is no such file.
 * @throws {ChecksumError} if it has another content; the file is not kept.
 * @throws {Error} if it did not come whole in any try, or cannot be written.
 */
export async function fetchFile(
  from: string,
  to: string,
  file: FetchedFile,
  options: FetchOptions = {},
): Promise<void> {
  const part = `${to}.${file.gitBlob?.slice(0, 12) ?? 'new'}.part`;
  await mkdir(dirname(to), { recursive: true });
  if (file.gitBlob !== undefined && (await gitBlobOf(part)) === file.gitBlob) {
    return putInPlace(part, to);
  }
  const resumed = await fetchWithRetries(from, part, file, options);
  if (file.gitBlob === undefined) return putInPlace(part, to);
  if (resumed && (await gitBlobOf(part)) !== file.gitBlob) {
    await rm(part);
    await fetchWithRetries(from, part, file, options);
  }
  const checksum = await gitBlobOf(part);
  if (checksum !== file.gitBlob) {
    await rm(part, { force: true });
    throw new ChecksumError(
      `${to}: wrong checksum from ${from}, expected git blob ${file.gitBlob}, got ${checksum}`,
    );
  }
  await putInPlace(part, to);
}

/** A file of that name with another content, such as an edited one, is kept as `NAME.old`. */
async function putInPlace(part: string, to: string): Promise<void> {
  await rename(to, `${to}.old`).catch(ignoreMissing);
  await rename(part, to);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

interface OpenFile {
  readonly body: Readable;
  readonly start: number;
  readonly total: number | undefined;
}

/** @returns whether any byte is of an earlier try. */
async function fetchWithRetries(
  from: string,
  part: string,
  file: FetchedFile,
  options: FetchOptions,
): Promise<boolean> {
  const pauses = options.pauseSeconds ?? [0.5, 2, 8];
  let resumed = false;
  for (let attempt = 0; ; attempt++) {
    try {
      return (await fetchOnce(from, part, file, options)) || resumed;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isPassing(error)) {
        throw error;
      }
      if (attempt >= pauses.length) {
        const { message, code } = error as NodeJS.ErrnoException;
        throw new Error(`${from} failed ${attempt + 1} times (${message || code})`);
      }
      resumed = true;
      await sleep(pauses[attempt] * 1000, undefined, { signal: options.signal });
    }
  }
}

async function fetchOnce(
  from: string,
  part: string,
  file: FetchedFile,
  options: FetchOptions,
): Promise<boolean> {
  const had = (await stat(part).catch(() => undefined))?.size ?? 0;
  const { body, start, total }: OpenFile = /^https?:/.test(from)
    ? await openUrl(from, had, options)
    : await openLocal(from);
  const whole = total ?? file.bytes;
  const bytes = await append(body, part, start, (count) => {
    options.signal?.throwIfAborted();
    options.onBytes?.(count, whole);
  });
  options.signal?.throwIfAborted();
  if (total !== undefined && bytes < total) {
    throw Object.assign(new Error(`${from}: cut off after ${bytes} of ${total} bytes`), {
      code: 'ECONNRESET',
    });
  }
  return start > 0;
}

/** Writes chunk by chunk, so that what came before a cut is on the disk. */
async function append(
  body: Readable,
  part: string,
  start: number,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const target = await open(part, start > 0 ? 'a' : 'w');
  let bytes = start;
  try {
    onBytes(bytes);
    for await (const chunk of body as AsyncIterable<Buffer>) {
      await target.writeFile(chunk);
      bytes += chunk.length;
      onBytes(bytes);
    }
    return bytes;
  } finally {
    body.destroy();
    await target.close();
  }
}

/** Opened before it is read, so that no error comes while nobody listens. */
async function openLocal(path: string): Promise<OpenFile> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) {
    throw new NotFoundError(`${path}: no such file`);
  }
  const source = await open(path).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`${path}: cannot be read (${code})`);
  });
  return { body: source.createReadStream(), start: 0, total: found.size };
}

/** Whether another try may help: the network's and the server's troubles, not the disk's. */
function isPassing(error: unknown): boolean {
  const { code, status } = error as { code?: string; status?: number };
  if (status !== undefined) {
    return status >= 500 || status === 408 || status === 429;
  }
  return (
    code !== undefined &&
    /^(ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENOTFOUND|ENET|EHOST|HPE_|ERR_STREAM_PREM)/.test(code)
  );
}
