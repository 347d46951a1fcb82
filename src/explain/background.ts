import { checkInteger, checkOptionNames } from '../detectors/check';
import { applyScaler, fitScaler } from '../features/scale';
import { type Matrix, takeRows } from '../matrix';
import { nearestCentre, seedCentres, updateCentres } from './k-means';
import { medianSample } from './occlusion';

/** Samples that stand for what is usual, and how much each counts. */
export interface Background {
  readonly samples: Matrix;
  /** Sum to 1, shape `[samples.nSamples]`. */
  readonly weights: Float64Array;
}

/** How a background is drawn. */
export interface BackgroundOptions {
  /** Seed of the first centres. Default 0. */
  readonly seed?: number;
}

const MOST_ROUNDS = 50;

/**
 * A few samples that stand for many: `kernelShap` scores each coalition of features once for each.
 *
 * With `k` 1 it is the median sample. With more, standardised samples are clustered by k-means, and
 * each cluster is stood for by the sample nearest to its centre, so values occur as they did; there
 * are fewer where fewer samples differ. With `k` at the number of samples or above it is them all.
 * Source: Arthur and Vassilvitskii 2007, section 2.2 (k-means++); Lloyd 1982.
 *
 * @param k samples to keep at most, at least 1; 10 to 100 are usual.
 * @throws {RangeError} if `k` or an option is out of its range, there are no samples, or a value is
 * not finite.
 */
export function summariseBackground(
  samples: Matrix,
  k: number,
  options: BackgroundOptions = {},
): Background {
  checkOptionNames(options, ['seed']);
  checkInteger('k', k, 1);
  const scaled = applyScaler(fitScaler(samples, 'standard'), samples);
  if (k === 1) {
    const median = { data: medianSample(samples), nSamples: 1, nFeatures: samples.nFeatures };
    return { samples: median, weights: Float64Array.of(1) };
  }
  const { nSamples } = samples;
  if (k >= nSamples) return { samples, weights: new Float64Array(nSamples).fill(1 / nSamples) };
  let centres = seedCentres(scaled, k, options.seed ?? 0);
  let nearest = nearestCentre(scaled, centres);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    centres = updateCentres(scaled, nearest, centres);
    const next = nearestCentre(scaled, centres);
    const isSettled = next.every((centre, i) => centre === nearest[i]);
    nearest = next;
    if (isSettled) break;
  }
  const representatives = nearestCentre(centres, scaled);
  const weights = new Float64Array(centres.nSamples);
  for (const centre of nearest) weights[centre] += 1 / nSamples;
  const used = [...weights.keys()].filter((centre) => weights[centre] > 0);
  return {
    samples: takeRows(
      samples,
      used.map((centre) => representatives[centre]),
    ),
    weights: Float64Array.from(used, (centre) => weights[centre]),
  };
}
