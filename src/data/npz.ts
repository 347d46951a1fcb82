import { checkList } from '../check-options';
import { formatNpy, type NpyArray, parseNpy } from './npy';
import { readWhole, writeWhole } from './whole-file';
import { formatZip, listZip } from './zip';

/**
 * Reads the arrays of a numpy NPZ file.
 *
 * Only the arrays that are asked for are unpacked, each held against its size and check sum.
 *
 * @param names the arrays to read. Default: all of them.
 * @throws {Error} if the file is missing, no whole zip, damaged, or has 4 GB or more.
 * @throws {RangeError} if it lacks an array (says which there are), has one twice, or one is broken.
 * @throws {TypeError} if an array holds neither numbers, booleans nor text, or `names` is no list.
 */
export async function readNpz(
  path: string,
  names?: readonly string[],
): Promise<Record<string, NpyArray>> {
  if (names !== undefined) checkList('names', names);
  const bytes = await readWhole(path);
  const entries = await inZip(path, async () => listZip(bytes));
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'));
  const available = arrays.map(({ name }) => name.replace(/\.npy$/, ''));
  const twice = available.find((name, i) => available.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`${path}: arrays must differ, got ${twice} twice`);
  const chosen = names ?? available;
  const missing = chosen.filter((name) => !available.includes(name));
  if (missing.length > 0) {
    throw new RangeError(
      `${path}: must have array ${missing.join(', ')}, got ${available.join(', ')}`,
    );
  }
  const read: [string, NpyArray][] = [];
  for (const name of chosen) {
    const entry = arrays[available.indexOf(name)];
    const content = await inZip(path, () => entry.unpack());
    read.push([name, parseNpy(content, `${path} array ${name}`)]);
  }
  return Object.fromEntries(read);
}

/**
 * Writes arrays as a compressed NPZ file that numpy reads; the same arrays give the same bytes. The file appears whole or not at all.
 *
 * @throws {RangeError} if an array's shape and data differ in size.
 * @throws {TypeError} if an array is neither typed numbers nor texts.
 * @throws {Error} if the file cannot be written.
 */
export async function writeNpz(
  path: string,
  arrays: Readonly<Record<string, NpyArray>>,
): Promise<void> {
  const files = Object.entries(arrays).map(([name, array]) => [
    `${name}.npy`,
    formatNpy(array, `${path} array ${name}`),
  ]);
  await writeWhole(path, await formatZip(Object.fromEntries(files)));
}

/** Says which file it is that cannot be unpacked. */
async function inZip<T>(path: string, unpack: () => Promise<T>): Promise<T> {
  try {
    return await unpack();
  } catch (error) {
    throw new Error(`${path}: broken npz (${(error as Error).message})`);
  }
}
