import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFeatureStore } from '../../../src/data/whis/feature-store-files';
import { createWhisGenerator } from '../../../src/data/whis/generator';
import { openFeatureStore } from '../../../src/features/store';
import { readWhisTables } from '../../../src/pipeline/whis/tables';

/** Synthetic tables of 20 users, easy. */
export async function tablesOf(seed: number) {
  const generator = createWhisGenerator({ seed, difficulty: 'easy' });
  const directory = await mkdtemp(join(tmpdir(), 'whis tables '));
  try {
    await writeFeatureStore(directory, generator.generateCompleteDataset({ nUsers: 20 }));
    return await readWhisTables(await openFeatureStore(directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}
