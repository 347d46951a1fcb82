import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkInteger, checkOptionNames } from '../../../check-options';
import type { HaiFiles } from '../../../data/process/find-hai';
import { readHai } from '../../../data/process/hai';
import { readProcessedNpz, writeProcessedNpz } from '../../../data/process/processed-npz';
import type { ProcessRecording } from '../../../data/process/recording';
import { createHaiSimulator } from '../../../data/process/simulator/simulator';
import { replaceFolder } from '../../replace-folder';
import {
  applyProcessPreprocessor,
  fitProcessPreprocessor,
  type ProcessPreprocessor,
} from './preprocessor';
import { loadProcessPreprocessor, saveProcessPreprocessor } from './preprocessor-file';

/** Recordings of a plant, scaled, and what scaled them. */
export interface ProcessedHai {
  /** Normal operation, in order of time. */
  readonly train: readonly ProcessRecording[];
  /** With attacks, in order of time. */
  readonly test: readonly ProcessRecording[];
  readonly preprocessor: ProcessPreprocessor;
}

/** Which plant is prepared. */
export interface PrepareHaiOptions {
  /** Real files, as `findHai` gives them. Default: the plant is simulated. */
  readonly files?: HaiFiles | undefined;
  /** Of the simulated plant. Default 0. */
  readonly seed?: number;
  /** Of the simulated plant's length, [.1, 1]. Default 1. */
  readonly share?: number;
}

const PREPROCESSOR = 'preprocessor.json';
const KINDS = ['train', 'test'] as const;

/**
 * HAI 20.07 or a simulated plant, each point scaled by its mean and standard deviation in normal operation: notebook 05 in one call.
 *
 * Each recording is scaled and let go before the next, so that memory is that of the results and of one recording.
 *
 * @throws {Error} naming file, line and column, if a file is broken.
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const { train, test } = await prepareHai({ files: findHai(), seed: 42 });
 */
export async function prepareHai(options: PrepareHaiOptions = {}): Promise<ProcessedHai> {
  checkOptionNames(options, ['files', 'seed', 'share']);
  const { files, seed = 0, share = 1 } = options;
  checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  const simulator = createHaiSimulator({ seed, share });
  const names = files ?? {
    train: simulator.parts().flatMap(({ name }) => (name.startsWith('train') ? [name] : [])),
    test: simulator.parts().flatMap(({ name }) => (name.startsWith('test') ? [name] : [])),
  };
  const load = async (name: string) => (files ? await readHai(name) : simulator.part(name));
  const train: ProcessRecording[] = [];
  for (const name of names.train) train.push(await load(name));
  const preprocessor = fitProcessPreprocessor(train);
  for (const [i, recording] of train.entries()) {
    train[i] = applyProcessPreprocessor(preprocessor, recording);
  }
  const test: ProcessRecording[] = [];
  for (const name of names.test) {
    test.push(applyProcessPreprocessor(preprocessor, await load(name)));
  }
  return { train, test, preprocessor };
}

/**
 * Writes processed recordings as seed 004 expects them: `train/` and `test/` with an NPZ file a recording, and `preprocessor.json`.
 *
 * The folder appears whole or not at all; one that is there is replaced.
 *
 * @throws {Error} if the folder cannot be written.
 */
export async function writeProcessedHai(directory: string, processed: ProcessedHai): Promise<void> {
  const [part, old] = [`${directory}.part`, `${directory}.old`];
  await rm(part, { recursive: true, force: true });
  for (const kind of KINDS) {
    await mkdir(join(part, kind), { recursive: true });
    for (const recording of processed[kind]) {
      await writeProcessedNpz(join(part, kind, `${recording.name}.npz`), recording);
    }
  }
  await saveProcessPreprocessor(processed.preprocessor, join(part, PREPROCESSOR));
  await replaceFolder(directory, part, old);
  await rm(old, { recursive: true, force: true });
}

/**
 * Reads what `writeProcessedHai` wrote, files in the order of their names.
 *
 * @throws {Error} naming the folder or file that is missing or broken.
 */
export async function readProcessedHai(directory: string): Promise<ProcessedHai> {
  const preprocessor = await loadProcessPreprocessor(join(directory, PREPROCESSOR));
  const [train, test] = await Promise.all(KINDS.map((kind) => readFolder(join(directory, kind))));
  return { train, test, preprocessor };
}

async function readFolder(directory: string): Promise<ProcessRecording[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${directory}: must be a folder of NPZ files (${error.code})`);
  });
  const files = names.filter((name) => name.endsWith('.npz')).sort();
  if (files.length === 0) throw new Error(`${directory}: must hold NPZ files, got none`);
  const recordings: ProcessRecording[] = [];
  for (const file of files) recordings.push(await readProcessedNpz(join(directory, file)));
  return recordings;
}
