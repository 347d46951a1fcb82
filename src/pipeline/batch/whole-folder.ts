import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolder } from '../../data/make-folder';
import { replaceFolder } from '../replace-folder';

/** A folder that is written. */
export interface WholeFolder {
  readonly output: string;
  /** Replaces a folder of tables that is there; else it is an error. */
  readonly overwrite: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The file that is written last. */
export const WRITTEN = '_SUCCESS';
/** A stopped task wrote its last thing when nothing came for so long; after the most it is left. */
const [LATE_MS, MOST_LATE_MS, LOOK_MS] = [2000, 15_000, 200];
/** What a folder of tables holds. */
const OF_TABLES = /^(day=[\w-]+|.*\.parquet|_SUCCESS|\..*\.crc)$/;

/**
 * Refuses an output, before the work, that is there already and is not to be replaced, or is no folder of tables.
 *
 * @throws {Error} naming it.
 */
export async function checkTablesFolder({ output, overwrite }: WholeFolder): Promise<void> {
  const found = await readdir(output).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${output}: must be a folder to write in (${error.code})`);
  });
  if (found.length > 0 && !overwrite) {
    throw new Error(
      `${output}: must be empty or missing; to replace it: --overwrite on the command line, overwrite: true in code`,
    );
  }
  const foreign = found.find((name) => !OF_TABLES.test(name));
  if (foreign !== undefined) {
    throw new Error(`${output}: must hold tables alone to be overwritten, got ${foreign}`);
  }
}

/**
 * Has a folder written under another name beside it, and renames it when it is whole: whoever sees the output sees all of it.
 *
 * @param write makes the folder that it is given, which is not there yet, and in it, at the end, the file of the name `WRITTEN`.
 * @throws {Error} as `checkTablesFolder` does, or if Spark wrote where this process does not see it.
 */
export async function writeWholeFolder<T>(
  folder: WholeFolder,
  write: (part: string) => Promise<T>,
): Promise<T> {
  await checkTablesFolder(folder);
  const { output, signal } = folder;
  const place = resolve(output);
  const beside = `${place}.part-${randomUUID().slice(0, 8)}`; // Spark makes it, maybe as another user
  await makeFolder(dirname(place)).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Error(`${output}: must be a folder to write in (${code})`);
  });
  try {
    const written = await write(beside);
    const isWritten = await stat(join(beside, WRITTEN)).catch(() => undefined);
    if (!isWritten) {
      throw new Error(`${output}: must be on a disk that Spark's workers and this process share`);
    }
    signal?.throwIfAborted();
    await replaceFolder(place, beside, `${beside}.old`);
    return written;
  } finally {
    await rm(`${beside}.old`, { recursive: true, force: true });
    await (signal?.aborted ? removeLate(beside) : rm(beside, { recursive: true, force: true }));
  }
}

/** Removes a folder that Spark's tasks may make again for a moment after they were told to stop. */
async function removeLate(place: string): Promise<void> {
  const end = performance.now() + MOST_LATE_MS;
  for (let quietMs = 0; quietMs < LATE_MS && performance.now() < end; quietMs += LOOK_MS) {
    if (await stat(place).catch(() => undefined)) quietMs = 0;
    await rm(place, { recursive: true, force: true }).catch(() => undefined); // a task wrote meanwhile
    await wait(LOOK_MS);
  }
}
