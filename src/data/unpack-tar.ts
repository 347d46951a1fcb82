import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const BLOCK = 512;

/** Where the header has its own sum, which counts as blanks in it. */
const SUM_START = 148;
const SUM_END = 156;

interface Entry {
  readonly name: string;
  readonly isFile: boolean;
  /** Of its content in the archive. */
  readonly start: number;
  readonly size: number;
}

/**
 * Unpacks files of a tar archive, not compressed, straight into a folder: their own folders, links and devices are left out.
 *
 * @param isWanted asked for the last part of each name.
 * @returns names of the files, in the order of the archive.
 * @throws {Error} naming the archive, if it is none, cut short, or has two files of one name.
 * Source: POSIX.1-1988, ustar.
 */
export async function unpackTar(
  path: string,
  directory: string,
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  const archive = await open(path);
  const names: string[] = [];
  try {
    const { size: length } = await archive.stat();
    let position = 0;
    for (;;) {
      const entry = await readHeader(archive, path, position);
      if (entry === undefined) return names;
      const { start, size, isFile } = entry;
      const name = basename(entry.name);
      if (start + size > length) throw new Error(`${path}: is cut short within ${entry.name}`);
      if (isFile && isWanted(name)) {
        if (names.includes(name)) throw new Error(`${path}: must have one ${name}, got two`);
        await copyPart(path, start, size, join(directory, name));
        names.push(name);
      }
      position = start + Math.ceil(size / BLOCK) * BLOCK;
    }
  } finally {
    await archive.close();
  }
}

/** @returns undefined behind the last entry. */
async function readHeader(
  archive: FileHandle,
  path: string,
  position: number,
): Promise<Entry | undefined> {
  const header = Buffer.alloc(BLOCK);
  const { bytesRead } = await archive.read(header, 0, BLOCK, position);
  if (bytesRead === BLOCK && header.every((byte) => byte === 0)) return undefined;
  const sum = numberAt(header, SUM_START, SUM_END);
  if (bytesRead < BLOCK || sum !== sumOf(header)) {
    throw new Error(`${path}: must be a whole tar archive, is none at byte ${position}`);
  }
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar ? textAt(header, 345, 500) : '';
  return {
    name: [prefix, textAt(header, 0, 100)].filter(Boolean).join('/'),
    isFile: header[156] === 0 || header[156] === 48,
    start: position + BLOCK,
    size: numberAt(header, 124, 136),
  };
}

function textAt(header: Buffer, start: number, end: number): string {
  return header.toString('utf8', start, end).split('\0', 1)[0];
}

function numberAt(header: Buffer, start: number, end: number): number {
  return Number.parseInt(textAt(header, start, end).trim(), 8);
}

function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, i) => sum + (i >= SUM_START && i < SUM_END ? 32 : byte), 0);
}

async function copyPart(path: string, start: number, size: number, to: string): Promise<void> {
  const part = `${to}.part`;
  const content = createReadStream(path, { start, end: Math.max(start, start + size - 1) });
  await (size === 0 ? (await open(part, 'w')).close() : pipeline(content, createWriteStream(part)));
  if (size === 0) content.destroy();
  await rename(part, to);
}
