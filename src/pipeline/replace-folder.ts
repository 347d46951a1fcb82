import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Puts one folder in the place of another, which is kept under a third name.
 *
 * Each step is one rename: whenever it is interrupted, every folder is whole, old or new, and what
 * stood in the place before is there or under the third name.
 *
 * @throws {Error} if a folder cannot be renamed.
 */
export async function replaceFolder(directory: string, next: string, old: string): Promise<void> {
  await rm(old, { recursive: true, force: true });
  await mkdir(dirname(directory), { recursive: true });
  try {
    await rename(directory, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await rename(next, directory);
}

/**
 * Refuses a folder that holds anything but the given files, so that nothing else is replaced.
 *
 * @throws {Error} naming the first file that does not belong there.
 */
export async function checkHoldsOnly(directory: string, names: readonly string[]): Promise<void> {
  const found = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${directory}: must be a folder to save in (${error.code})`);
  });
  const foreign = found.find((name) => !names.includes(name));
  if (foreign !== undefined) {
    throw new Error(`${directory}: must be empty or hold a saved pipeline, got ${foreign}`);
  }
}
