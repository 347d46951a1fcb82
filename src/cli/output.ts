import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/**
 * Finds out before long work whether something can be written at a path; leaves no trace.
 *
 * @throws {Error} naming the path and why not.
 */
export async function checkWritable(path: string): Promise<void> {
  const place = resolve(path);
  const made: string[] = [];
  try {
    await makeFolder(dirname(place), made);
    made.push(await mkdtemp(`${place}.check-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path}: must be a place that can be written to (${code})`);
  } finally {
    for (const folder of made.reverse()) await rmdir(folder);
  }
}

/**
 * The same for a file, which may be there.
 *
 * @throws {Error} naming the path and why not, for instance because a folder is there.
 */
export async function checkWritableFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${path}: must be a file, got a folder`);
  await checkWritable(path);
}

/**
 * The same for a folder, which may be there.
 *
 * @throws {Error} naming the path and why not, for instance because a file is there.
 */
export async function checkWritableFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory()) throw new Error(`${path}: must be a folder, got a file`);
  await checkWritable(found ? join(path, 'report') : path);
}

/**
 * Makes a folder and those above it that are missing, one by one: where the system makes none, as in
 * `/proc`, `mkdir` of all at once may never end.
 *
 * @param made gets each folder that was made.
 */
async function makeFolder(folder: string, made: string[]): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), made);
  await mkdir(folder);
  made.push(folder);
}
