import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { writeArtifact } from '../../data/artifact';
import { WHIS_TABLE_NAMES } from '../../data/whis/event';
import { checkHoldsOnly, replaceFolder } from '../replace-folder';
import type { WhisPipelines, WhisResults } from './anomaly-detector';

const figure = z.number().nullable();
const result = z.object({
  auc: figure,
  precision: figure,
  recall: figure,
  features: z.array(z.string()),
  samples: z.number().int().nonnegative(),
});

/** What is saved beside the pipelines. */
export const WHIS_RESULTS: z.ZodType<WhisResults> = z.object({
  auth_events: result,
  process_events: result,
  admin_events: result,
});

/**
 * Writes the pipelines, a folder each, and the results, into `DIRECTORY.part` and renames it, so that the folder is whole
 * whenever it is there.
 *
 * @throws {Error} if the folder holds anything but such a detector, or cannot be written.
 */
export async function saveWhisPipelines(
  directory: string,
  pipelines: WhisPipelines,
  results: WhisResults,
): Promise<void> {
  const place = resolve(directory);
  await checkHoldsOnly(place, [...WHIS_TABLE_NAMES, 'whis.json']);
  const part = `${place}.part`;
  await rm(part, { recursive: true, force: true });
  for (const name of WHIS_TABLE_NAMES) await pipelines[name].save(join(part, name));
  await writeArtifact(part, 'whis', results);
  const old = `${place}.old`;
  await replaceFolder(place, part, old);
  await rm(old, { recursive: true, force: true });
}
