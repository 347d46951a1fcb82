import { z } from 'zod';
import { type Arrays, readArtifact } from '../data/artifact';
import type { LayerMaker } from '../networks/layer';
import { createNetwork, type Network, type WeightValues } from '../networks/network';
import type { Objective } from '../networks/objective';
import { type TrainingExtras, type TrainingOptions, train } from '../networks/train';
import type { TrainingHistory } from '../networks/training-history';
import type { Params } from './detector';

/** What is saved of a network beside its weights. */
export interface NetworkContent {
  readonly name: string;
  readonly params: Params;
  /** Samples in a window. */
  readonly length: number;
  /** Features of a sample. */
  readonly nFeatures: number;
  readonly history: TrainingHistory;
}

const metricsSchema = z.record(z.string(), z.array(z.number()));

const networkSchema: z.ZodType<NetworkContent> = z.object({
  name: z.string(),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])),
  length: z.number().int().positive(),
  nFeatures: z.number().int().positive(),
  history: z.object({
    train: metricsSchema,
    validation: metricsSchema,
    bestEpoch: z.number().int(),
    stopped: z.enum(['finished', 'noImprovement', 'interrupted']),
  }),
});

/** Builds a network and trains it; nothing of it is left if that fails. */
export async function trainNetwork(
  maker: LayerMaker,
  { length, nFeatures }: Pick<NetworkContent, 'length' | 'nFeatures'>,
  objective: Objective,
  options: TrainingOptions,
  extras: TrainingExtras,
): Promise<{ readonly network: Network; readonly history: TrainingHistory }> {
  const network = createNetwork(maker, [length, nFeatures], options.seed);
  try {
    const history = await train(network, objective, options, extras);
    checkLearned(history);
    return { network, history };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Refuses weights of an epoch whose loss overflowed. */
function checkLearned({ train: { loss = [] }, bestEpoch }: TrainingHistory): void {
  if (bestEpoch < 0 || Number.isFinite(loss[bestEpoch])) return;
  throw new RangeError(
    `training loss must be finite, got ${loss[bestEpoch]} in epoch ${bestEpoch + 1}; scale the features or lower learningRate`,
  );
}

/**
 * Reads a saved network: what was saved beside it, and the network with its weights.
 *
 * @param fields checks what this kind of network saves beside.
 * @param layers its layers, from what was saved.
 * @throws {Error} naming the file or folder if it is missing, corrupt or from a newer version.
 */
export async function readNetwork<Fields>(
  directory: string,
  fields: z.ZodType<Fields>,
  layers: (content: NetworkContent & Fields) => LayerMaker,
): Promise<{ readonly content: NetworkContent & Fields; readonly network: Network }> {
  const schema = z.intersection(networkSchema, fields);
  const { content, arrays } = await readArtifact(directory, 'detector', schema);
  let network: Network | undefined;
  try {
    network = createNetwork(layers(content), [content.length, content.nFeatures], 0);
    network.assignWeights(arrays satisfies Arrays as WeightValues);
  } catch (error) {
    network?.dispose();
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
  return { content, network };
}
