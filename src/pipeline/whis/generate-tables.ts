import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IamDifficulty } from '../../data/iam/difficulty';
import type { WhisTableName } from '../../data/whis/event';
import { writeFeatureStore } from '../../data/whis/feature-store-files';
import { createWhisGenerator } from '../../data/whis/generator';
import { openFeatureStore } from '../../features/store';
import { readWhisTables, type WhisTable } from './tables';

/** What tables are made of. */
export interface GeneratedTablesOptions {
  readonly seed: number;
  readonly difficulty: IamDifficulty;
  readonly nUsers: number;
}

/** Tables with their truth. */
export interface GeneratedTables {
  readonly tables: Record<WhisTableName, WhisTable>;
  /** First midnight, epoch ms UTC. */
  readonly start: number;
}

/** Generates events, and computes their features in a feature store that is gone afterwards. */
export async function generateWhisTables({
  seed,
  difficulty,
  nUsers,
}: GeneratedTablesOptions): Promise<GeneratedTables> {
  const dataset = createWhisGenerator({ seed, difficulty }).generateCompleteDataset({ nUsers });
  const directory = await mkdtemp(join(tmpdir(), 'whis-'));
  try {
    await writeFeatureStore(directory, dataset);
    const tables = await readWhisTables(await openFeatureStore(directory));
    return { tables, start: dataset.start };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
