import { mkdtemp, realpath, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { makeFolder } from '../data/make-folder';

/** A file or folder of the command line. */
export interface NamedPath {
  /** The option or argument that names it. */
  readonly name: string;
  /** Undefined where it is not given. */
  readonly path: string | undefined;
  /** Of a folder: why nothing else may lie in it. */
  readonly alone?: string;
}

/**
 * Finds out before the work whether outputs would replace each other or an input, or lie in a folder that they do not belong in;
 * by real path, whatever links lead there.
 *
 * @throws {RangeError} naming both, or an output that is an empty text.
 */
export async function checkApart(
  outputs: readonly NamedPath[],
  inputs: readonly NamedPath[],
): Promise<void> {
  const empty = outputs.find(({ path }) => path === '');
  if (empty) throw new RangeError(`${empty.name} must be a path, got an empty text`);
  const [written, read] = await Promise.all([placesOf(outputs), placesOf(inputs)]);
  written.forEach((output, i) => {
    for (const other of [...written.slice(0, i), ...read]) checkPair(output, other);
  });
}

interface Place extends NamedPath {
  readonly path: string;
  /** The real path. */
  readonly place: string;
}

function placesOf(paths: readonly NamedPath[]): Promise<Place[]> {
  const given = paths.flatMap(({ path, ...of }) => (path === undefined ? [] : [{ ...of, path }]));
  return Promise.all(given.map(async (of) => ({ ...of, place: await realPlace(of.path) })));
}

/** The real path, also of what is not there yet. */
async function realPlace(path: string): Promise<string> {
  const place = resolve(path);
  const above = dirname(place);
  return realpath(place).catch(async () =>
    above === place ? place : join(await realPlace(above), basename(place)),
  );
}

function checkPair(output: Place, other: Place): void {
  if (output.place === other.place) {
    throw new RangeError(
      `${output.name} must be another path than ${other.name}, got ${output.path}`,
    );
  }
  checkOutside(output, other);
  checkOutside(other, output);
}

function checkOutside(inner: Place, outer: Place): void {
  const isInside = inner.place.startsWith(outer.place.replace(/[\\/]?$/, () => sep));
  if (!isInside || outer.alone === undefined) return;
  throw new RangeError(
    `${inner.name} must not lie in ${outer.name}, got ${inner.path}: ${outer.alone}`,
  );
}

/**
 * Finds out before long work whether something can be written at a path; leaves no trace.
 *
 * @throws {Error} naming the path and why not.
 */
export async function checkWritable(path: string): Promise<void> {
  if (path === '') throw new RangeError('an output must be a path, got an empty text');
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
