import type { FittedDetector } from '../../detectors/detector';
import { rowOf } from '../../matrix';
import type { Background } from '../background';
import type { Coalitions } from './coalitions';

/** Which rows are scored, and how. */
export interface Question {
  readonly detector: FittedDetector;
  readonly sample: Float64Array;
  readonly background: Background;
  /** Features in which the sample differs from some background sample; those of the coalitions. */
  readonly differing: readonly number[];
  /** Rows scored at once at most. */
  readonly batchSize: number;
}

/**
 * The mean score over the background with each coalition's features as in the sample.
 *
 * @returns shape `[nCoalitions]`.
 */
export async function coalitionScores(
  { detector, sample, background, differing, batchSize }: Question,
  { members, weights }: Coalitions,
): Promise<Float64Array> {
  const nFeatures = sample.length;
  const { samples, weights: shares } = background;
  const nBackground = samples.nSamples;
  const nRows = weights.length * nBackground;
  const values = new Float64Array(weights.length);
  const rows = new Float64Array(Math.min(batchSize, nRows) * nFeatures);
  for (let start = 0; start < nRows; start += batchSize) {
    const size = Math.min(batchSize, nRows - start);
    for (let i = 0; i < size; i++) {
      const set = Math.floor((start + i) / nBackground);
      const to = i * nFeatures;
      rows.set(rowOf(samples, (start + i) % nBackground), to);
      for (let j = 0; j < differing.length; j++) {
        if (members[set * differing.length + j]) rows[to + differing[j]] = sample[differing[j]];
      }
    }
    const data = rows.subarray(0, size * nFeatures);
    const scores = await detector.score({ data, nSamples: size, nFeatures });
    for (let i = 0; i < size; i++) {
      const row = start + i;
      values[Math.floor(row / nBackground)] += shares[row % nBackground] * scores[i];
    }
  }
  return values;
}
