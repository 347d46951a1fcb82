import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import type { Windows } from '../features/window';
import { whyPlain } from '../networks/from-topology';
import type { LayersModelFiles } from '../networks/layers-model';
import { createPlainNetwork } from '../networks/plain-network';
import { checkWindows } from './check';
import type { FittedDetector } from './detector';

const contentSchema = z.object({
  name: z.literal('plainModel'),
  params: z.object({}),
  topology: z.record(z.string(), z.unknown()),
  weights: z.array(z.object({ name: z.string(), shape: z.array(z.number().int().nonnegative()) })),
});

type Content = z.infer<typeof contentSchema>;

/**
 * Writes a layers model as a detector that plain tfjs runs, if its LSTMs have options that the fused
 * kernels lack; a warning says so.
 *
 * @returns whether it was written.
 * @throws {Error} naming the model's file, if tfjs does not take it or its output is no score.
 */
export async function writePlainModel(
  directory: string,
  { file, topology, weights }: LayersModelFiles,
): Promise<boolean> {
  try {
    const reason = whyPlain(topology);
    if (reason === undefined) return false;
    const content: Content = {
      name: 'plainModel',
      params: {},
      topology: topology as Content['topology'],
      weights: Object.entries(weights).map(([name, { shape }]) => ({ name, shape: [...shape] })),
    };
    const bytes = Object.values(weights).map(({ data }) => new Uint8Array(data.buffer));
    const values = new Float32Array(Uint8Array.from(Buffer.concat(bytes)).buffer);
    const fitted = await createPlainModel(content, values);
    await fitted.save(directory);
    fitted.dispose();
    console.warn(`${file}: ${reason}; plain tfjs runs the model, several times slower`);
    return true;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/**
 * Reads a model that plain tfjs runs.
 *
 * Its score is the probability of any class but 0, or the mean squared error of a reconstruction.
 *
 * @throws {Error} naming the file or folder if it is missing, corrupt or from a newer version.
 */
export async function loadPlainModel(directory: string): Promise<FittedDetector<Windows>> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  try {
    if (!(arrays['values'] instanceof Float32Array)) throw new Error('weights must be float32');
    return await createPlainModel(content, arrays['values']);
  } catch (error) {
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
}

async function createPlainModel(
  content: Content,
  values: Float32Array,
): Promise<FittedDetector<Windows>> {
  const network = await createPlainNetwork({ ...content, values });
  const [length, nFeatures] = network.inputShape;
  return {
    name: content.name,
    params: {},
    score: async (windows) => {
      checkWindows(windows, { length, nFeatures });
      return network.score(windows);
    },
    save: (directory) => writeArtifact(directory, 'detector', content, { values }),
    dispose: network.dispose,
  };
}
