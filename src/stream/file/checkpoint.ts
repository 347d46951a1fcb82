import { open, rename } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson, parseWith, readWhole } from '../../data/whole-file';
import { named, syncFolder } from './append-file';
import type { FilePosition } from './line-batch';

/** How far a file was followed: what stands in the output is of the lines before the position. */
export interface Checkpoint {
  /** The file that is followed, in full. */
  readonly input: string;
  /** Which documents are written. */
  readonly findings: 'plain' | 'ocsf' | 'ecs';
  readonly position: FilePosition;
  /** Columns of a CSV. */
  readonly header: readonly string[] | null;
  readonly outputBytes: number;
  readonly rejectedBytes: number;
}

const count = z.number().int().nonnegative();

const checkpointSchema: z.ZodType<Checkpoint> = z.object({
  format: z.literal('anomaly-lab-checkpoint'),
  version: z.literal(1),
  input: z.string(),
  findings: z.enum(['plain', 'ocsf', 'ecs']),
  position: z.object({ inode: z.string(), offset: count, nLines: count, before: z.base64() }),
  header: z.array(z.string()).nullable(),
  outputBytes: count,
  rejectedBytes: count,
});

/**
 * Reads a checkpoint; undefined where there is none.
 *
 * @throws {Error} naming the file and the field, if it is none.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const bytes = await readWhole(path).catch((error: Error) => {
    if (error.message.endsWith('no such file')) return undefined;
    throw error;
  });
  return bytes && parseWith(checkpointSchema, parseJson(bytes, path), path);
}

/**
 * Writes a checkpoint, which is on the disk then, whole; the old one stays until it is.
 *
 * @throws {Error} naming the file, if it cannot be written to.
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await named(path, replace(path, checkpoint));
}

async function replace(path: string, checkpoint: Checkpoint): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    const content = { format: 'anomaly-lab-checkpoint', version: 1, ...checkpoint };
    await file.writeFile(`${JSON.stringify(content)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await syncFolder(path);
}
