import type { Matrix } from '../../matrix';
import { createRandom } from '../../random';
import { SKAB_TRAIN_ROWS } from './scaled-rows';

/** Normal rows with a fault that was added: synthetic, to choose constants with. */
export interface PlantedFault {
  readonly samples: Matrix;
  /** 1 where the fault is, shape `[nSamples]`. */
  readonly labels: Int32Array;
}

const SHORTEST = 60;
const LONGEST = 600;
const MOST_SENSORS = 3;
/** Shifts in standard deviations of the first 400 rows. */
const SMALLEST = 1;
const LARGEST = 5;
const LONGEST_RISE = 60;

/**
 * Shifts one to three sensors by 1 to 5 standard deviations, up or down, for one to ten minutes, anywhere behind the
 * first 400 rows; the shift rises within a minute. Each is drawn alike, so that nothing is said of where real faults lie.
 *
 * @param samples scaled by their first 400 rows.
 */
export function plantFault(samples: Matrix, seed: number): PlantedFault {
  const { nSamples, nFeatures } = samples;
  const random = createRandom(seed);
  const start = SKAB_TRAIN_ROWS + random.integer(nSamples - SKAB_TRAIN_ROWS - SHORTEST);
  const length = SHORTEST + random.integer(LONGEST - SHORTEST + 1);
  const end = Math.min(start + length, nSamples);
  const sensors = random.sample(nFeatures, 1 + random.integer(Math.min(MOST_SENSORS, nFeatures)));
  const rise = 1 + random.integer(LONGEST_RISE);
  const data = samples.data.slice();
  for (const sensor of sensors) {
    const size = SMALLEST + (LARGEST - SMALLEST) * random.uniform();
    const shift = random.uniform() < 0.5 ? -size : size;
    for (let i = start; i < end; i++) {
      data[i * nFeatures + sensor] += shift * Math.min(1, (i - start + 1) / rise);
    }
  }
  const labels = new Int32Array(nSamples).fill(1, start, end);
  return { samples: { data, nSamples, nFeatures }, labels };
}
