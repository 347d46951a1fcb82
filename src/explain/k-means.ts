import { type Matrix, rowOf, takeRows } from '../matrix';
import { createRandom } from '../random';

/**
 * First centres for k-means: samples drawn by their squared distance to the nearest one drawn before.
 *
 * @returns at most `k` different samples.
 */
export function seedCentres(samples: Matrix, k: number, seed: number): Matrix {
  const random = createRandom(seed);
  const chosen = [random.integer(samples.nSamples)];
  const distances = new Float64Array(samples.nSamples).fill(Infinity);
  while (chosen.length < k) {
    const last = rowOf(samples, chosen[chosen.length - 1]);
    let total = 0;
    for (let i = 0; i < distances.length; i++) {
      distances[i] = Math.min(distances[i], squaredDistance(samples.data, i, last));
      total += distances[i];
    }
    if (total === 0) break;
    const mark = random.uniform() * total;
    let sum = 0;
    let next = distances.findIndex((distance) => {
      sum += distance;
      return sum > mark;
    });
    if (next < 0) next = distances.findLastIndex((distance) => distance > 0); // rounding
    chosen.push(next);
  }
  return takeRows(samples, chosen);
}

/** The index of the nearest centre of each sample, the first of equally near ones, shape `[nSamples]`. */
export function nearestCentre(samples: Matrix, centres: Matrix): Int32Array {
  const nearest = new Int32Array(samples.nSamples);
  for (let i = 0; i < nearest.length; i++) {
    const sample = rowOf(samples, i);
    let least = Infinity;
    for (let centre = 0; centre < centres.nSamples; centre++) {
      const distance = squaredDistance(centres.data, centre, sample);
      if (distance < least) {
        least = distance;
        nearest[i] = centre;
      }
    }
  }
  return nearest;
}

/** Each centre moved to the mean of its samples; one without samples stays. */
export function updateCentres(samples: Matrix, nearest: Int32Array, centres: Matrix): Matrix {
  const { nFeatures } = samples;
  const counts = new Int32Array(centres.nSamples);
  for (const centre of nearest) counts[centre]++;
  const data = centres.data.map((value, i) =>
    counts[Math.floor(i / nFeatures)] === 0 ? value : 0,
  );
  nearest.forEach((centre, i) => {
    for (let j = 0; j < nFeatures; j++) {
      data[centre * nFeatures + j] += samples.data[i * nFeatures + j] / counts[centre];
    }
  });
  return { ...centres, data };
}

function squaredDistance(data: Float64Array, row: number, other: Float64Array): number {
  const offset = row * other.length;
  let sum = 0;
  for (let j = 0; j < other.length; j++) sum += (data[offset + j] - other[j]) ** 2;
  return sum;
}
