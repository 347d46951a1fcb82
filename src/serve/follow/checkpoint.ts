import { open, rename } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson, parseWith, readWhole } from '../../data/whole-file';
import { syncFolder } from './append-file';

const checkpointSchema = z.object({
  format: z.literal('anomaly-lab-checkpoint'),
  version: z.literal(1),
  /** The file that is followed, as it was named, in full. */
  input: z.string(),
  /** Which documents are written. */
  findings: z.enum(['plain', 'ocsf', 'ecs']),
  position: z.object({
    inode: z.string(),
    offset: z.number().int().nonnegative(),
    nLines: z.number().int().nonnegative(),
    before: z.base64(),
  }),
  /** Columns of a CSV. */
  header: z.array(z.string()).nullable(),
  outputBytes: z.number().int().nonnegative(),
  rejectedBytes: z.number().int().nonnegative(),
});

/** How far a file was followed: what stands in the output is of the lines before the position. */
export type Checkpoint = Omit<z.infer<typeof checkpointSchema>, 'format' | 'version'>;

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

/** Writes a checkpoint, which is on the disk then, whole; the old one stays until it is. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
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
