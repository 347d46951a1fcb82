import type { ProcessRecording } from '../../../src/data/process/recording';
import { createRandom } from '../../../src/random';

/** A recording of eight noisy sensors; the first three are shifted from `faultStart` for 200 rows. Synthetic. */
export function madeRecording(
  seed: number,
  nSamples: number,
  faultStart = nSamples,
): ProcessRecording {
  const random = createRandom(seed);
  const nFeatures = 8;
  const isFault = (row: number) => row >= faultStart && row < faultStart + 200;
  const data = Float64Array.from({ length: nSamples * nFeatures }, (_, index) => {
    const shift = isFault(Math.floor(index / nFeatures)) && index % nFeatures < 3 ? 8 : 0;
    return random.normal() + shift;
  });
  return {
    name: `made ${seed}`,
    times: Float64Array.from({ length: nSamples }, (_, row) => 1000 * row),
    points: Array.from({ length: nFeatures }, (_, j) => `sensor ${j}`),
    samples: { data, nSamples, nFeatures },
    labels: Int32Array.from({ length: nSamples }, (_, row) => Number(isFault(row))),
  };
}
