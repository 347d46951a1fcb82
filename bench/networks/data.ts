import { join } from 'node:path';
import { createRandom, type Random, writeNpz } from 'anomaly-lab';
import type { Work } from './workload';

const SEED = 42;

/** Of the waves, in samples. */
const PERIODS = [17, 61, 233];

/**
 * Writes the series that both workers lay their windows over, one at each sample, and the class of
 * each window: about a third are anomalies, told by their last sample and some noise.
 */
export async function writeData(directory: string, work: Work): Promise<string> {
  const { nWindows, length, nFeatures } = work;
  const random = createRandom(SEED);
  const nSamples = nWindows + length - 1;
  const series = makeSeries(random, nSamples, nFeatures);
  const labels = Int32Array.from({ length: nWindows }, (_, i) => {
    const last = series[(i + length - 1) * nFeatures];
    return Number(last + random.normal(0, 0.3) > 0.45);
  });
  const path = join(directory, `${nWindows}-${length}-${nFeatures}.npz`);
  await writeNpz(path, {
    series: { shape: [nSamples, nFeatures], data: series },
    labels: { shape: [nWindows], data: labels },
  });
  return path;
}

/** Features that follow three slow waves and some noise, so that there is something to learn. */
function makeSeries(random: Random, nSamples: number, nFeatures: number): Float32Array {
  const mixes = Array.from({ length: nFeatures }, () => PERIODS.map(() => random.normal()));
  const series = new Float32Array(nSamples * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    const waves = PERIODS.map((period) => Math.sin((2 * Math.PI * i) / period));
    for (let j = 0; j < nFeatures; j++) {
      const value = waves.reduce((sum, wave, k) => sum + wave * mixes[j][k], 0);
      series[i * nFeatures + j] = (value + random.normal(0, 0.5)) / 1.3;
    }
  }
  return series;
}
