import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { z } from 'zod';

/**
 * What JSON says.
 *
 * @throws {Error} naming the file, if it is none.
 */
export function parseJson(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new Error(`${file}: not valid JSON (${(error as Error).message})`);
  }
}

/**
 * A value that keeps to a schema.
 *
 * @param at where in the file it stands.
 * @throws {Error} naming the file and the first field that does not.
 */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  file: string,
  at: readonly string[] = [],
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file}: ${[...at, ...issue.path].join('.') || 'file'}: ${issue.message}`);
}

/**
 * All bytes of a file.
 *
 * @throws {Error} naming the file, if it is missing or cannot be read.
 */
export async function readWhole(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw new Error(`${file}: must be a file, got a folder`);
    throw new Error(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}

/**
 * Writes a file that appears whole or not at all.
 *
 * @throws {Error} naming the file, if it cannot be written.
 */
export async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined); // the first error says more
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${file}: cannot be written (${code ?? (error as Error).message})`);
  }
}
