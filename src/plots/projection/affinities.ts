import type { Matrix } from '../../matrix';

const MOST_STEPS = 60;
const TOLERANCE = 1e-5;

/**
 * How much samples are neighbours: probabilities p_ij that sum to 1 over all pairs, both ways.
 *
 * Each sample's own neighbours are weighed by a Gaussian as wide as gives the perplexity.
 * Source: van der Maaten and Hinton 2008, eq. 1 and section 3.1.
 *
 * @returns row-major and symmetric, the diagonal 0, shape `[nSamples, nSamples]`.
 */
export function affinities(samples: Matrix, perplexity: number): Float32Array {
  const n = samples.nSamples;
  const joint = new Float32Array(n * n);
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    squaredDistances(samples, i, row);
    toProbabilities(row, i, Math.log(perplexity));
    joint.set(row, i * n);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (joint[i * n + j] + joint[j * n + i]) / (2 * n);
      joint[i * n + j] = joint[j * n + i] = mean;
    }
  }
  return joint;
}

function squaredDistances({ data, nFeatures }: Matrix, i: number, into: Float64Array): void {
  for (let j = 0; j < into.length; j++) {
    let square = 0;
    for (let k = 0; k < nFeatures; k++) {
      square += (data[i * nFeatures + k] - data[j * nFeatures + k]) ** 2;
    }
    into[j] = square;
  }
}

/** Squared distances from sample `self` become probabilities of that entropy, in place. */
function toProbabilities(row: Float64Array, self: number, entropy: number): void {
  let nearest = Infinity;
  for (let j = 0; j < row.length; j++) if (j !== self) nearest = Math.min(nearest, row[j]);
  const squares = row.map((square) => square - nearest);
  let [low, high] = [0, Infinity];
  let precision = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    const excess = weigh(squares, self, precision, row) - entropy;
    if (Math.abs(excess) < TOLERANCE) break;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Infinity ? 2 * precision : (low + high) / 2;
  }
}

/** Fills the probabilities, and gives their entropy. */
function weigh(squares: Float64Array, self: number, precision: number, into: Float64Array): number {
  let total = 0;
  let weighted = 0;
  for (let j = 0; j < squares.length; j++) {
    into[j] = j === self ? 0 : Math.exp(-squares[j] * precision);
    total += into[j];
    weighted += into[j] * squares[j];
  }
  for (let j = 0; j < into.length; j++) into[j] /= total;
  return Math.log(total) + (precision * weighted) / total;
}
