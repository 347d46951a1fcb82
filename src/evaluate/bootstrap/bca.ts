import { meanOf } from '../../features/mean';
import { normalQuantile, normalShareBelow } from '../significance/normal';
import type { Statistic } from './resampled-metric';

/** Above this, samples are left out in groups. */
const MAX_GROUPS = 500;

/**
 * The shares of resamples below the ends of a bias-corrected and accelerated interval; the
 * percentile method has (1 - level) / 2 and (1 + level) / 2.
 *
 * The acceleration is a jackknife's: of single samples up to 500, of 500 groups beyond.
 *
 * Source: Efron 1987, Better bootstrap confidence intervals, eq. 2.3 and 6.6; Efron and Tibshirani
 * 1993, An introduction to the bootstrap, eq. 14.10 to 14.15.
 *
 * @param values - The statistic of each resample.
 * @throws {RangeError} if a class has fewer than 2 samples.
 */
export function bcaShares(
  labels: ArrayLike<number>,
  statistic: Statistic,
  estimate: number,
  values: Float64Array,
  level: number,
): [number, number] {
  const nLower = values.reduce((sum, x) => sum + (x < estimate ? 1 : x === estimate ? 0.5 : 0), 0);
  const least = 0.5 / values.length;
  const bias = normalQuantile(clamp(nLower / values.length, least));
  const acceleration = accelerationOf(jackknife(labels, statistic));
  const shareAt = (share: number) => {
    const moved = bias + normalQuantile(share);
    return clamp(normalShareBelow(bias + moved / (1 - acceleration * moved)), least);
  };
  return [shareAt((1 - level) / 2), shareAt((1 + level) / 2)];
}

/** The statistic without each group of samples. */
function jackknife(labels: ArrayLike<number>, statistic: Statistic): Float64Array {
  const all = Int32Array.from(labels, (_, i) => i);
  const [normals, anomalies] = [0, 1].map((label) => all.filter((i) => labels[i] === label));
  if (Math.min(normals.length, anomalies.length) < 2) {
    throw new RangeError("labels must hold at least two 0 and two 1 for 'bca', got one of a class");
  }
  const nGroups = Math.min(all.length, MAX_GROUPS);
  const dealt = new Int32Array(all.length); // class by class, so that no group holds a whole class
  dealt.set(anomalies);
  dealt.set(normals, anomalies.length);
  const groupOf = (first: number) =>
    Int32Array.from(
      { length: Math.ceil((all.length - first) / nGroups) },
      (_, k) => dealt[first + k * nGroups],
    );
  return Float64Array.from({ length: nGroups }, (_, first) => statistic.without(groupOf(first)));
}

function accelerationOf(values: Float64Array): number {
  const mean = meanOf(values);
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Away from 0 and 1, where the normal quantile is infinite. */
function clamp(share: number, least: number): number {
  return Math.min(Math.max(share, least), 1 - least);
}
