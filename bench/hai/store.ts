import { existsSync, readFileSync } from 'node:fs';
import { parseJson, writeWhole } from '../../src/data/whole-file';
import type { ProcessResult } from '../../src/pipeline/process/experiment';

/** How large the experiment is: results of other sizes do not stand in one table. */
export interface HaiSettings {
  /** Share of the real files' lengths that is simulated. */
  readonly share: number;
  readonly epochs: number;
  readonly length: number;
  readonly trainWindows: number;
  readonly testStride: number;
  readonly fitStride: number;
}

/** What one method came to with one seed. */
export interface HaiRun {
  readonly seconds: number;
  readonly results: readonly ProcessResult[];
}

/** All that is kept, by seed and then by method: gone on from after a stop. */
export interface HaiStore {
  readonly settings: HaiSettings;
  readonly seeds: Readonly<Record<string, Readonly<Record<string, HaiRun>>>>;
}

/**
 * Reads what was measured before; nothing where there is no file.
 *
 * @throws {Error} naming the file, if it is no JSON.
 * @throws {RangeError} if it was measured with other settings; the first one is named.
 */
export function readStore(path: string, settings: HaiSettings): HaiStore {
  if (!existsSync(path)) return { settings, seeds: {} };
  const store = parseJson(readFileSync(path), path) as HaiStore;
  for (const [name, value] of Object.entries(settings)) {
    const found = store?.settings?.[name as keyof HaiSettings];
    if (found === value) continue;
    throw new RangeError(`${path}: ${name} must be ${value}, got ${found}; move the file away`);
  }
  return store;
}

/** The store with one run more. */
export function withRun(store: HaiStore, seed: number, method: string, run: HaiRun): HaiStore {
  const seeds = { ...store.seeds, [seed]: { ...store.seeds[seed], [method]: run } };
  return { ...store, seeds };
}

/** Writes whole or not at all; figures have six digits. */
export async function writeStore(path: string, store: HaiStore): Promise<void> {
  const short = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
  await writeWhole(path, `${JSON.stringify(store, short)}\n`);
}
