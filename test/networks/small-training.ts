import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { classification } from '../../src/networks/classification';
import { batchNorm } from '../../src/networks/layers/batch-norm';
import { dense } from '../../src/networks/layers/dense';
import { dropout } from '../../src/networks/layers/dropout';
import { lastStep } from '../../src/networks/layers/last-step';
import { lstm } from '../../src/networks/layers/lstm';
import { sequence } from '../../src/networks/layers/sequence';
import { createNetwork, type WeightValues } from '../../src/networks/network';
import type { Objective } from '../../src/networks/objective';
import { type TrainingExtras, type TrainingOptions, train } from '../../src/networks/train';
import type { TrainingHistory } from '../../src/networks/training-history';
import { LENGTH, plantedOrder } from './planted-sequences';

/** Of 44 samples in batches of 16 the last batch is smaller. */
const planted = plantedOrder(44, 1, 3);
const noise = plantedOrder(24, 2, 3);

export const learned: Objective = classification(planted.windows, planted.labels);

/** Labels that have nothing to do with the windows: what is learned makes them worse. */
export const validation: Objective = classification(noise.windows, noise.labels.toReversed());

export const OPTIONS: TrainingOptions = {
  epochs: 5,
  batchSize: 16,
  learningRate: 0.02,
  patience: 9,
  seed: 1,
};

/** What a training of a small network comes to; the network is freed. */
export async function trainSmall(
  options: Partial<TrainingOptions> = {},
  extras: TrainingExtras = {},
  objective: Objective = learned,
): Promise<{ weights: WeightValues; history: TrainingHistory }> {
  const layers = [lstm(5), batchNorm(), dropout(0.2), lastStep(), dense({ units: 3 })];
  const network = createNetwork(sequence(layers), [LENGTH, 3], 3);
  try {
    const history = await train(network, objective, { ...OPTIONS, ...options }, extras);
    return { weights: network.readWeights(), history };
  } finally {
    network.dispose();
  }
}

/** Hands over a folder, and removes it. */
export async function withFolder<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'training-'));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
