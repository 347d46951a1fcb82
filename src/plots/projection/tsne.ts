import type { Matrix } from '../../matrix';
import { createRandom } from '../../random';
import { affinities } from './affinities';

const N_STEPS = 750;
/** Neighbours pull harder at first, so that groups form before they push each other away. */
const EARLY_STEPS = 250;
const EARLY_EXAGGERATION = 12;
const START_SCALE = 1e-4;

/**
 * t-SNE, exact: time and memory grow with the square of the samples.
 *
 * Starts from the first two components, so that groups lie about where PCA has them.
 * Source: van der Maaten and Hinton 2008, Visualizing data using t-SNE, eq. 4 and 5 and section 3.4;
 * Belkina et al. 2019 for the step size; Kobak and Berens 2019 for the start.
 *
 * @param start samples along their principal components, shape `[nSamples, nComponents]`; they vary.
 * @returns shape `[nSamples, 2]`.
 */
export async function tsne(
  start: Matrix,
  { perplexity, seed }: { readonly perplexity: number; readonly seed: number },
): Promise<Matrix> {
  const n = start.nSamples;
  const joint = affinities(start, perplexity);
  const places = startPlaces(start, seed);
  const gradient = new Float64Array(2 * n);
  const speed = new Float64Array(2 * n);
  const gains = new Float64Array(2 * n).fill(1);
  const stepSize = Math.max(n / EARLY_EXAGGERATION / 4, 50);
  for (let step = 0; step < N_STEPS; step++) {
    const isEarly = step < EARLY_STEPS;
    setGradient(joint, places, isEarly ? EARLY_EXAGGERATION : 1, gradient);
    const momentum = isEarly ? 0.5 : 0.8;
    for (let k = 0; k < 2 * n; k++) {
      const turned = gradient[k] > 0 !== speed[k] > 0;
      gains[k] = Math.max(0.01, turned ? gains[k] + 0.2 : gains[k] * 0.8);
      speed[k] = momentum * speed[k] - stepSize * gains[k] * gradient[k];
      places[k] += speed[k];
    }
  }
  return { data: places, nSamples: n, nFeatures: 2 };
}

/** Small, and off the line where samples vary in one direction only. */
function startPlaces({ data, nSamples, nFeatures }: Matrix, seed: number): Float64Array {
  const random = createRandom(seed);
  let squares = 0;
  for (let i = 0; i < nSamples; i++) squares += data[i * nFeatures] ** 2;
  const scale = START_SCALE / Math.sqrt(squares / nSamples);
  return Float64Array.from({ length: 2 * nSamples }, (_, k) => {
    const along = k % 2 < nFeatures ? data[(k >> 1) * nFeatures + (k % 2)] : 0;
    return along * scale + random.normal(0, START_SCALE / 100);
  });
}

/** Each pair is measured once; the pushes are divided by their sum at the end. */
function setGradient(
  joint: Float32Array,
  places: Float64Array,
  exaggeration: number,
  gradient: Float64Array,
): void {
  const n = places.length / 2;
  const pushes = new Float64Array(2 * n);
  gradient.fill(0);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const [x, y] = [places[2 * i], places[2 * i + 1]];
    let [pullX, pullY, pushX, pushY] = [0, 0, 0, 0];
    for (let j = 0; j < i; j++) {
      const dx = x - places[2 * j];
      const dy = y - places[2 * j + 1];
      const closeness = 1 / (1 + dx * dx + dy * dy);
      const pull = joint[i * n + j] * closeness;
      const push = closeness * closeness;
      total += closeness;
      pullX += pull * dx;
      pullY += pull * dy;
      pushX += push * dx;
      pushY += push * dy;
      gradient[2 * j] -= pull * dx;
      gradient[2 * j + 1] -= pull * dy;
      pushes[2 * j] -= push * dx;
      pushes[2 * j + 1] -= push * dy;
    }
    gradient[2 * i] += pullX;
    gradient[2 * i + 1] += pullY;
    pushes[2 * i] += pushX;
    pushes[2 * i + 1] += pushY;
  }
  for (let k = 0; k < 2 * n; k++) {
    gradient[k] = 4 * (exaggeration * gradient[k] - pushes[k] / (2 * total));
  }
}
