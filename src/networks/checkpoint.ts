import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Arrays, readArtifact, writeArtifact } from '../data/artifact';
import type { WeightValues } from './network';
import { checkIdentity, type TrainingIdentity } from './training-identity';
import type { TrainingState } from './training-state';

/** A training's state in a folder. */
export interface Checkpoint {
  /**
   * The last state that was written whole; undefined where there is none.
   *
   * @throws {RangeError} if it is that of another training, naming what differs.
   * @throws {Error} naming the file, if it is damaged.
   */
  read(): Promise<TrainingState | undefined>;
  /** Writes a state, and then removes those before it. */
  write(state: TrainingState): Promise<void>;
}

const figures = z.record(z.string(), z.number());

const schema = z.object({
  identity: z.record(z.string(), z.union([z.number(), z.string()])),
  epochs: z.array(z.object({ train: figures, validation: figures })),
  bestEpoch: z.number().int(),
  bestLoss: z.number().optional(),
});

/** A file of state by its number of epochs: the one before stays until the next is whole. */
const NAME = /^checkpoint-(\d+)\.(json|bin)$/;

/** Prefixes of the arrays' names. */
const VALUE = 'value/';
const BEST = 'best/';

/** The state of one training in a folder, which need not exist yet. */
export function openCheckpoint(directory: string, identity: TrainingIdentity): Checkpoint {
  return {
    read: async () => {
      const counts = (await filesIn(directory))
        .filter((file) => file.endsWith('.json'))
        .map(epochsOf);
      if (counts.length === 0) return undefined;
      const name = `checkpoint-${Math.max(...counts)}`;
      const { content, arrays } = await readArtifact(directory, name, schema);
      checkIdentity(directory, identity, content.identity);
      return stateOf(content, arrays);
    },
    write: async (state) => {
      const { epochs, best, values } = state;
      const { epoch: bestEpoch, kept } = best;
      const bestLoss = kept && { bestLoss: kept.loss };
      await writeArtifact(
        directory,
        `checkpoint-${epochs.length}`,
        { identity, epochs, bestEpoch, ...bestLoss },
        arraysOf(values, kept?.weights ?? {}),
      );
      await removeOthers(directory, epochs.length);
    },
  };
}

function arraysOf(values: readonly Float32Array[], best: WeightValues): Arrays {
  return Object.fromEntries([
    ...values.map((array, i) => [`${VALUE}${i}`, array]),
    ...Object.entries(best).map(([name, array]) => [`${BEST}${name}`, array]),
  ]);
}

function stateOf(content: z.infer<typeof schema>, arrays: Arrays): TrainingState {
  const withPrefix = (prefix: string) =>
    Object.entries(arrays as WeightValues)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, array]) => [name.slice(prefix.length), array] as const);
  const { epochs, bestEpoch: epoch, bestLoss: loss } = content;
  const weights = Object.fromEntries(withPrefix(BEST));
  return {
    epochs,
    best: { epoch, ...(loss !== undefined && { kept: { loss, weights } }) },
    values: withPrefix(VALUE).map(([, array]) => array),
  };
}

async function filesIn(directory: string): Promise<string[]> {
  const files = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${directory}: must be a folder for checkpoints (${error.code})`);
  });
  return files.filter((file) => NAME.test(file));
}

/** The JSON goes before its arrays, so that what has a JSON is whole. */
async function removeOthers(directory: string, nEpochs: number): Promise<void> {
  const others = (await filesIn(directory)).filter((file) => epochsOf(file) !== nEpochs);
  for (const file of others.sort().reverse()) await rm(join(directory, file), { force: true });
}

function epochsOf(file: string): number {
  return Number(NAME.exec(file)?.[1]);
}
