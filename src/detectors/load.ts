import { z } from 'zod';
import { readArtifact } from './artifact';
import type { FittedDetector } from './detector';
import { loadIsolationForest } from './isolation-forest';

const LOADERS: Readonly<Record<string, (directory: string) => Promise<FittedDetector>>> = {
  isolationForest: loadIsolationForest,
};

/**
 * Writes a fitted detector into a folder, as JSON and weights; nothing in it is executed on loading.
 *
 * @throws {Error} if the folder cannot be written.
 */
export async function saveDetector(detector: FittedDetector, directory: string): Promise<void> {
  await detector.save(directory);
}

/**
 * Reads a detector that `saveDetector` wrote; it scores as it did before.
 *
 * @throws {Error} naming the file if it is missing, corrupt, of a newer version or an unknown kind.
 */
export async function loadDetector(directory: string): Promise<FittedDetector> {
  const { content } = await readArtifact(directory, 'detector', z.object({ name: z.string() }));
  if (!Object.hasOwn(LOADERS, content.name)) {
    const known = Object.keys(LOADERS).join(', ');
    throw new Error(`${directory}: detector must be one of ${known}, got ${content.name}`);
  }
  return LOADERS[content.name](directory);
}
