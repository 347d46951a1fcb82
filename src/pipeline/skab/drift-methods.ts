import { mahalanobis } from '../../detectors/mahalanobis';
import { symmetricEigen } from '../../detectors/symmetric-eigen';
import type { Matrix } from '../../matrix';
import type { SkabMethod } from './method';
import type { NormalStretches } from './normal-stretches';
import { type ScaledRows, SKAB_TRAIN_ROWS } from './scaled-rows';
import { trailingMeans } from './smoothing';

/** Second moments of normal trailing means, shape `[nFeatures, nFeatures]`, by the rows that are averaged. */
type Drift = (smoothing: number) => Float64Array;

/**
 * Methods of this project's own: they average samples over time and know how far a normal pump strays from its
 * first 400 rows.
 *
 * A sensor that drifts (temperatures do, by many of their standard deviations in those rows) counts for less, one that is noisy but
 * stays for more: the distance of a trailing mean is measured by the second moments that normal trailing means have behind the
 * first 400 rows of normal stretches, where Mahalanobis distance takes the covariance of the rows themselves.
 */
export function driftMethods({ anomalyFree, firstRows }: NormalStretches): SkabMethod[] {
  const free = driftOf(anomalyFree);
  const first = driftOf(firstRows);
  const both: Drift = (smoothing) => {
    const other = first(smoothing);
    return free(smoothing).map((value, i) => (value + other[i]) / 2);
  };
  return [
    windowMeans(),
    byDrift('drift of the anomaly-free recording', free, distance),
    byDrift('drift of the anomaly-free recording, largest', free, largest),
    byDrift('drift of first rows', first, distance),
    byDrift('drift of both', both, distance),
    byDrift('drift of both, largest', both, largest),
  ];
}

/** Mahalanobis distance of trailing means by the covariance of an experiment's own. */
function windowMeans(): SkabMethod {
  return {
    name: 'mahalanobis of trailing means',
    random: false,
    fit: async (train) => ({
      score: async (samples, smoothing) => {
        const fitted = await mahalanobis().fit(trailingMeans(train, smoothing));
        return Float64Array.from(await fitted.score(trailingMeans(samples, smoothing)));
      },
      dispose: () => {},
    }),
  };
}

function byDrift(
  name: string,
  drift: Drift,
  measure: (means: Matrix, moments: Float64Array) => Float64Array,
): SkabMethod {
  return {
    name,
    random: false,
    fit: async () => ({
      score: async (samples, smoothing) =>
        measure(trailingMeans(samples, smoothing), drift(smoothing)),
      dispose: () => {},
    }),
  };
}

/** Computed once for each smoothing. */
function driftOf(stretches: readonly ScaledRows[]): Drift {
  const known = new Map<number, Float64Array>();
  return (smoothing) => {
    const moments = known.get(smoothing) ?? secondMoments(stretches, smoothing);
    known.set(smoothing, moments);
    return moments;
  };
}

function secondMoments(stretches: readonly ScaledRows[], smoothing: number): Float64Array {
  const { nFeatures } = stretches[0].samples;
  const sums = new Float64Array(nFeatures * nFeatures);
  let n = 0;
  for (const { samples } of stretches) {
    const { data } = trailingMeans(samples, smoothing);
    n += samples.nSamples - SKAB_TRAIN_ROWS;
    for (let start = SKAB_TRAIN_ROWS * nFeatures; start < data.length; start += nFeatures) {
      for (let j = 0; j < nFeatures; j++) {
        for (let k = 0; k < nFeatures; k++) {
          sums[j * nFeatures + k] += data[start + j] * data[start + k];
        }
      }
    }
  }
  return sums.map((sum) => sum / n);
}

/** The root of the quadratic form with the inverse of the moments. */
function distance({ data, nSamples, nFeatures }: Matrix, moments: Float64Array): Float64Array {
  const { values, vectors } = symmetricEigen(moments, nFeatures);
  const floor = nFeatures * Number.EPSILON * Math.max(values[0], Number.EPSILON);
  const scores = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    let square = 0;
    for (let k = 0; k < nFeatures; k++) {
      let along = 0;
      for (let j = 0; j < nFeatures; j++) {
        along += data[i * nFeatures + j] * vectors[k * nFeatures + j];
      }
      square += along ** 2 / Math.max(values[k], floor);
    }
    scores[i] = Math.sqrt(square);
  }
  return scores;
}

/** The largest deviation of a sensor, in roots of its second moment. */
function largest({ data, nSamples, nFeatures }: Matrix, moments: Float64Array): Float64Array {
  const sizes = Float64Array.from({ length: nFeatures }, (_, j) =>
    Math.sqrt(Math.max(moments[j * nFeatures + j], Number.EPSILON)),
  );
  const scores = new Float64Array(nSamples);
  data.forEach((value, index) => {
    const i = Math.floor(index / nFeatures);
    scores[i] = Math.max(scores[i], Math.abs(value) / sizes[index % nFeatures]);
  });
  return scores;
}
