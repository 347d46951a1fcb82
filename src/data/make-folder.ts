import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, one by one: where the system makes none, as in `/proc`, Node's `mkdir` of all at
 * once may never end.
 *
 * @returns the folders that were made, from above down; those made before an error are in `made`.
 * @throws {Error} as `mkdir`.
 */
export async function makeFolder(folder: string, made: string[] = []): Promise<string[]> {
  const place = resolve(folder);
  if (await isFolder(place)) return made;
  if (dirname(place) !== place) await makeFolder(dirname(place), made);
  try {
    await mkdir(place);
    made.push(place);
  } catch (error) {
    if (!(await isFolder(place))) throw error; // else another process was faster
  }
  return made;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
