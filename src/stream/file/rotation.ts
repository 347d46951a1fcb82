import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FollowedFile, openFollowed } from './followed-file';
import type { FilePosition } from './line-batch';

/** What logrotate and its like put behind a name: `.1`, `-20240107`, `.2024-01-07`; not `.gz`. */
const SUFFIX = /^[.-]\d[\d.T_-]*$/;

/** Searches again where a file was renamed in the midst of one. */
const MOST_SEARCHES = 5;

/** A file on disk. */
interface Found {
  readonly path: string;
  readonly inode: string;
  /** Time of its last change, in ns. */
  readonly changed: bigint;
}

/** The file that was begun after another. */
export interface NextFile {
  /** Whether it was rotated, too, so that the one before it is surely written to its end. */
  readonly isRotated: boolean;
  /** Undefined where it was renamed meanwhile: then it must be looked for again. */
  open(): Promise<FollowedFile | undefined>;
}

/**
 * The file that a position is in, wherever it was renamed to in its folder; undefined where it is gone
 * or its content is another.
 */
export async function findPosition(
  path: string,
  position: FilePosition,
): Promise<FollowedFile | undefined> {
  for (let search = 0; search < MOST_SEARCHES; search++) {
    const files = [await find(path), ...(await rotatedFiles(path))];
    const found = files.find((file) => file?.inode === position.inode);
    if (!found) continue;
    const file = await openFound(found, position);
    if (!file) continue;
    if (!(await file.isTruncated())) return file;
    await file.close();
  }
  return undefined;
}

/**
 * What was begun after a file: the oldest rotated one that changed later, or the one that has the name
 * now. Undefined where the file itself still has the name, or none has it.
 */
export async function fileAfter(path: string, file: FollowedFile): Promise<NextFile | undefined> {
  const named = await find(path);
  if (named?.inode === file.inode) return undefined;
  const changed = await file.changed();
  const between = (await rotatedFiles(path))
    .filter((other) => other.inode !== file.inode && other.inode !== named?.inode)
    .filter((other) => other.changed > changed)
    .sort((a, b) => Number(a.changed - b.changed));
  const next = between[0] ?? named;
  return next && { isRotated: between.length > 0, open: () => openFound(next) };
}

async function rotatedFiles(path: string): Promise<Found[]> {
  const [folder, name] = [dirname(path), basename(path)];
  const names = (await readdir(folder)).filter(
    (other) => other.startsWith(name) && SUFFIX.test(other.slice(name.length)),
  );
  const found = await Promise.all(names.map((other) => find(join(folder, other))));
  return found.filter((file) => file !== undefined);
}

async function find(path: string): Promise<Found | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() ? { path, inode: String(found.ino), changed: found.mtimeNs } : undefined;
}

/** A rename between finding and opening gives another file, or none. */
async function openFound(
  { path, inode }: Found,
  position?: FilePosition,
): Promise<FollowedFile | undefined> {
  const file = await openFollowed(path, position).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (file?.inode === inode) return file;
  await file?.close();
  return undefined;
}
