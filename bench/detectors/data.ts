import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, type Random, writeNpz } from 'anomaly-lab';
import type { DetectorWork } from './workload';

const SEED = 42;
const N_CLUSTERS = 5;
/** Hidden numbers that the features of a cluster mix. */
const N_FACTORS = 3;
const ANOMALIES = 0.02;
/** Standard deviations round what the factors say. */
const NOISE = { normal: 0.5, anomaly: 2.5 };

type Sizes = Pick<DetectorWork, 'nSamples' | 'nFeatures'>;

/** Writes the samples that both workers read, and which of them are anomalies, for rows of the same size once. */
export async function writeSamples(directory: string, sizes: Sizes): Promise<string> {
  const { nSamples, nFeatures } = sizes;
  const path = join(directory, `samples-${nSamples}-${nFeatures}.npz`);
  if (existsSync(path)) return path;
  const { samples, labels } = makeSamples(createRandom(SEED), sizes);
  await writeNpz(path, {
    samples: { shape: [nSamples, nFeatures], data: samples },
    labels: { shape: [nSamples], data: labels },
  });
  return path;
}

/** Clusters whose features depend on one another, and anomalies that are far from what their cluster has. */
function makeSamples(random: Random, { nSamples, nFeatures }: Sizes) {
  const clusters = Array.from({ length: N_CLUSTERS }, () => ({
    centre: normals(random, nFeatures, 3),
    mixes: Array.from({ length: N_FACTORS }, () => normals(random, nFeatures, 1)),
  }));
  const samples = new Float64Array(nSamples * nFeatures);
  const labels = new Int32Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    labels[i] = Number(random.uniform() < ANOMALIES);
    const noise = labels[i] === 1 ? NOISE.anomaly : NOISE.normal;
    const { centre, mixes } = random.choice(clusters);
    const factors = normals(random, N_FACTORS, 1);
    for (let j = 0; j < nFeatures; j++) {
      const mixed = mixes.reduce((sum, mix, k) => sum + factors[k] * mix[j], centre[j]);
      samples[i * nFeatures + j] = mixed + random.normal(0, noise);
    }
  }
  return { samples, labels };
}

function normals(random: Random, length: number, standardDeviation: number): Float64Array {
  return Float64Array.from({ length }, () => random.normal(0, standardDeviation));
}
