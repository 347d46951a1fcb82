import { readFile, stat } from 'node:fs/promises';

/**
 * A file of certificates or a key, as text.
 *
 * @throws {RangeError} if it is no file.
 */
export async function readPem(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new RangeError(`${file}: must be a file of certificates or a key`);
  return readFile(file, 'utf8');
}
