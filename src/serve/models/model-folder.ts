import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadPipeline } from '../../pipeline/load';
import type { LoadedPipeline } from './served-model';

/** Tries until a folder has stood still while it was read. */
const TRIES = 5;

/**
 * What tells a folder from itself after a change: name, time, size and place of each file.
 *
 * @returns nothing where there is no such folder, or it changed while it was looked at.
 */
export async function fingerprintOf(directory: string): Promise<string | undefined> {
  try {
    const names = await readdir(directory, { recursive: true });
    const files = names.sort().map(async (name) => {
      const { mtimeMs, size, ino } = await stat(join(directory, name));
      return `${name} ${mtimeMs} ${size} ${ino}`;
    });
    return (await Promise.all(files)).join('\n');
  } catch {
    return undefined;
  }
}

/**
 * Loads a pipeline whose folder may be replaced meanwhile: never half of one and half of another.
 *
 * @throws {Error} as `loadPipeline` does, or if the folder does not stand still.
 */
export async function loadUnchanged(
  directory: string,
): Promise<{ readonly pipeline: LoadedPipeline; readonly fingerprint: string }> {
  for (let i = 1; ; i++) {
    const before = await fingerprintOf(directory);
    const loaded = await loadPipeline(directory).catch((error: Error) => error);
    const after = await fingerprintOf(directory);
    const isStill = before !== undefined && before === after;
    if (!(loaded instanceof Error) && isStill) return { pipeline: loaded, fingerprint: before };
    if (!(loaded instanceof Error)) loaded.dispose();
    if (i === TRIES || (loaded instanceof Error && isStill)) {
      throw loaded instanceof Error ? loaded : new Error(`${directory}: changes while it is read`);
    }
    await setTimeout(100);
  }
}
