import { readFile, writeFile } from 'node:fs/promises';
import { unzipSync, zipSync } from 'fflate';
import { formatNpy, type NpyArray, parseNpy } from './npy';

/**
 * Reads the arrays of a numpy NPZ file.
 *
 * The zip's own check sums are not looked at; the size of each array is.
 *
 * @param names the arrays to read. Default: all of them.
 * @throws {Error} if the file is missing or no whole zip.
 * @throws {RangeError} if it lacks an array (says which there are), or one is broken.
 * @throws {TypeError} if an array holds neither numbers, booleans nor text.
 */
export async function readNpz(
  path: string,
  names?: readonly string[],
): Promise<Record<string, NpyArray>> {
  const files = unzip(path, await readBytes(path));
  const available = Object.keys(files).map((file) => file.replace(/\.npy$/, ''));
  const chosen = names ?? available;
  const missing = chosen.filter((name) => !available.includes(name));
  if (missing.length > 0) {
    throw new RangeError(
      `${path}: must have array ${missing.join(', ')}, got ${available.join(', ')}`,
    );
  }
  return Object.fromEntries(
    chosen.map((name) => [name, parseNpy(files[`${name}.npy`], `${path} array ${name}`)]),
  );
}

/**
 * Writes arrays as a compressed NPZ file that numpy reads; the same arrays give the same bytes.
 *
 * @throws {RangeError} if an array's shape and data differ in size.
 */
export async function writeNpz(
  path: string,
  arrays: Readonly<Record<string, NpyArray>>,
): Promise<void> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, formatNpy(array)]);
  await writeFile(path, zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 2) }));
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`;
    throw new Error(`${path}: ${reason}`);
  }
}

function unzip(path: string, bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name }) => name.endsWith('.npy') });
  } catch (error) {
    throw new Error(`${path}: broken npz (${(error as Error).message})`);
  }
}
