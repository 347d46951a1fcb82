import type { ProcessRecording } from '../../../src/data/process/recording';
import type { SeriesEvent } from '../../../src/metrics/series/events';
import { createRandom } from '../../../src/random';

/** A point that swings, one that follows it, one of noise, and one that never changes. */
const POINTS = ['P1_SWING', 'P1_FOLLOW', 'P2_NOISE', 'P2_FIXED'];

/** A plant of four points, a sample a second; in attacks the point that follows stands still at an odd place. Synthetic. */
export function smallPlant(
  name: string,
  nSamples: number,
  attacks: readonly SeriesEvent[] | null = null,
  seed = 1,
): ProcessRecording {
  const random = createRandom(seed);
  const data = new Float64Array(nSamples * POINTS.length);
  const labels = new Int32Array(nSamples);
  for (const { start, end } of attacks ?? []) labels.fill(1, start, end);
  for (let i = 0; i < nSamples; i++) {
    const swing = Math.sin(i / 7);
    const follow = labels[i] === 1 ? 1.5 : swing + random.normal(0, 0.05);
    data.set([swing + random.normal(0, 0.05), follow, random.normal(0, 1), 0], i * POINTS.length);
  }
  const start = Date.UTC(2024, 0, seed);
  return {
    name,
    times: Float64Array.from({ length: nSamples }, (_, i) => start + 1000 * i),
    points: POINTS,
    samples: { data, nSamples, nFeatures: POINTS.length },
    labels: attacks && labels,
  };
}
