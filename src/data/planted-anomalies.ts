import { checkInteger, checkOptionNames } from '../check-options';
import type { Matrix } from '../matrix';
import { createRandom, type Random } from '../random';

/** In what an anomaly can differ from normal samples. */
export const ANOMALY_KINDS = ['global', 'local', 'clustered', 'dependency'] as const;

/** In what an anomaly differs from normal samples; `plantAnomalies` says how. */
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** How many samples there are, of how many features. */
export interface PlantedOptions {
  /** Normal samples, at least 1. Default 950. */
  readonly nNormal?: number;
  /** Anomalies, at least 0. Default 50. */
  readonly nAnomalies?: number;
  /** At least 2. Default 6. */
  readonly nFeatures?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** Synthetic samples with their truth. */
export interface PlantedAnomalies {
  /** Normal samples first, then anomalies. */
  readonly samples: Matrix;
  /** 0 normal, 1 anomaly, shape `[nSamples]`. */
  readonly labels: Int32Array;
}

/** Normal samples that lie together: their centre, what ties their features, and how far they spread. */
interface Cluster {
  readonly centre: Float64Array;
  /** Weight of each hidden factor in each feature, shape `[nFeatures, nFactors]`. */
  readonly loadings: Float64Array;
  /** Standard deviation of every feature. */
  readonly spread: number;
}

/** Dense, middling and sparse. */
const SPREADS = [1 / 3, 1, 3];
/** Standard deviation of a feature that no factor explains, where that of the feature is 1. */
const NOISE = 0.3;
/** How far global anomalies go beyond the normal samples' range. ADBench's α for them. */
const STRETCH = 1.1;
/** Multiplies the covariance of local anomalies, and the centres of clustered ones. ADBench's α. */
const ALPHA = 5;

/**
 * Synthetic samples with anomalies of one kind, to see what a detector is blind to.
 *
 * Normal samples lie round three centres, in a dense, a middling and a sparse cluster; in each, a few hidden
 * factors tie the features together. Anomalies differ from them in one way:
 *
 * - `global`: anywhere in the normal samples' range of each feature, stretched by a tenth.
 * - `local`: round the same centres, the covariance 5 times as large.
 * - `clustered`: the same clusters, their centres 5 times as far from the origin.
 * - `dependency`: each feature drawn as a normal sample's, but independently of the others.
 *
 * Normal samples of one seed are the same for every kind. Figures on such data say what a detector can see, not
 * how well it works in the field.
 * Source: Han et al. 2022, ADBench, section 3.3; there a Gaussian mixture and a vine copula are
 * fitted to real sets, here they are drawn from the seed.
 *
 * @returns samples of shape `[nNormal + nAnomalies, nFeatures]`.
 * @throws {RangeError} if the kind or an option is unknown, or a number is out of range.
 * @example
 * const { samples, labels } = plantAnomalies('dependency', { seed: 42 });
 * const fitted = await mahalanobis().fit(samples);
 * rocAuc(labels, await fitted.score(samples)); // far above 0.5, where ecod stays
 */
export function plantAnomalies(kind: AnomalyKind, options: PlantedOptions = {}): PlantedAnomalies {
  checkOptionNames(options, ['nNormal', 'nAnomalies', 'nFeatures', 'seed']);
  const { nNormal = 950, nAnomalies = 50, nFeatures = 6, seed = 0 } = options;
  checkInteger('nNormal', nNormal, 1);
  checkInteger('nAnomalies', nAnomalies, 0);
  checkInteger('nFeatures', nFeatures, 2);
  if (!ANOMALY_KINDS.includes(kind)) {
    throw new RangeError(`kind must be one of ${ANOMALY_KINDS.join(', ')}, got ${kind}`);
  }
  const random = createRandom(seed);
  const clusters = SPREADS.map((spread) => drawCluster(random, nFeatures, spread));
  const normals = Array.from({ length: nNormal }, () => drawSample(random, clusters));
  const draw = drawsOf(kind, random, clusters, normals);
  const rows = [...normals, ...Array.from({ length: nAnomalies }, draw)];
  const data = new Float64Array(rows.length * nFeatures);
  rows.forEach((row, i) => {
    data.set(row, i * nFeatures);
  });
  const labels = new Int32Array(rows.length).fill(1, nNormal);
  return { samples: { data, nSamples: rows.length, nFeatures }, labels };
}

function drawsOf(
  kind: AnomalyKind,
  random: Random,
  clusters: readonly Cluster[],
  normals: readonly Float64Array[],
): () => Float64Array {
  if (kind === 'local') return () => drawSample(random, clusters, { widen: Math.sqrt(ALPHA) });
  if (kind === 'clustered') return () => drawSample(random, clusters, { shift: ALPHA });
  if (kind === 'dependency') {
    return () => clusters[0].centre.map((_, j) => drawSample(random, clusters)[j]);
  }
  const lowest = extremes(normals, Math.min);
  const highest = extremes(normals, Math.max);
  return () => lowest.map((low, j) => STRETCH * (low + random.uniform() * (highest[j] - low)));
}

/** The lowest or highest value of each feature. */
function extremes(
  rows: readonly Float64Array[],
  choose: (a: number, b: number) => number,
): Float64Array {
  const extreme = rows[0].slice();
  for (const row of rows)
    for (let j = 0; j < row.length; j++) extreme[j] = choose(extreme[j], row[j]);
  return extreme;
}

function drawCluster(random: Random, nFeatures: number, spread: number): Cluster {
  const nFactors = Math.max(1, Math.floor(nFeatures / 3));
  const centre = Float64Array.from({ length: nFeatures }, () => random.normal());
  const loadings = new Float64Array(nFeatures * nFactors);
  for (let j = 0; j < nFeatures; j++) {
    const weights = Array.from({ length: nFactors }, () => random.normal());
    const scale = Math.sqrt(1 - NOISE ** 2) / Math.hypot(...weights);
    loadings.set(
      weights.map((weight) => weight * scale),
      j * nFactors,
    );
  }
  return { centre, loadings, spread };
}

/** A sample of any of the clusters, its centre and spread multiplied. */
function drawSample(
  random: Random,
  clusters: readonly Cluster[],
  { shift = 1, widen = 1 }: { readonly shift?: number; readonly widen?: number } = {},
): Float64Array {
  const { centre, loadings, spread } = random.choice(clusters);
  const factors = Float64Array.from({ length: loadings.length / centre.length }, () =>
    random.normal(),
  );
  return centre.map((middle, j) => {
    const explained = factors.reduce(
      (sum, factor, f) => sum + factor * loadings[j * factors.length + f],
      0,
    );
    return shift * middle + widen * spread * (explained + NOISE * random.normal());
  });
}
