import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import { checkSamples, type Matrix } from '../matrix';
import { checkInteger, checkOptionNames, finiteScores } from './check';
import type { Detector } from './detector';
import { type Densities, localOutlierFactors, reachabilityDensities } from './neighbours/density';
import { indexedSamples, indexPoints, type PointIndex } from './neighbours/point-index';
import { searchNearest } from './neighbours/search';
import {
  checkNeighbourCount,
  type FittedTransductive,
  savedSamples,
} from './neighbours/transductive';

/** Hyperparameters of `lof`. */
export interface LofOptions {
  /** Neighbours that a sample's density is measured by, at least 1. Default 20. */
  readonly nNeighbours?: number;
}

type LofParams = Readonly<{ nNeighbours: number }>;

const contentSchema = z.object({
  name: z.literal('lof'),
  params: z.object({ nNeighbours: z.number().int().positive() }),
  nSamples: z.number().int().positive(),
  nFeatures: z.number().int().positive(),
});

/** What `fit` learns of the training samples. */
interface LofModel extends Densities {
  readonly index: PointIndex;
  /** Local outlier factor of each training sample, shape `[nSamples]`. */
  readonly factors: Float32Array;
}

/**
 * Local outlier factor: how much sparser a sample lies than its nearest neighbours do.
 *
 * Suits few to some dozen features on one scale (scale them first) whose normal samples lie in clusters of
 * different density, and anomalies beside a cluster. Blind to anomalies that lie together in
 * more than `nNeighbours`, which are a cluster of their own, and to order in time. A score near 1 is normal. The
 * neighbours are exact, the first `nNeighbours` by distance and then by row; where many are equally far, as
 * with few distinct values, scores depend on that order, as in every implementation that takes
 * exactly k. Where more than `nNeighbours` samples are equal, their density is cut off at 1e10, and a
 * sample beside them scores very high.
 * Planted anomalies: beats the largest z-score on local, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Breunig, Kriegel, Ng and Sander 2000, definitions 5 to 7; the cut-off and defaults are
 * scikit-learn's `LocalOutlierFactor`, whose `negative_outlier_factor_` is minus `trainScores`.
 *
 * @throws {RangeError} if `nNeighbours` is no integer of at least 1 or an option is unknown; from `fit` if
 * there are not more samples than `nNeighbours`; from scoring if a distance or score overflows.
 * @example
 * const fitted = await lof({ nNeighbours: 2 }).fit(matrix([[0], [1], [2], [3]]));
 * await fitted.score(matrix([[1.5], [9]])); // the second is far above 1
 */
export function lof(options: LofOptions = {}): Detector<Matrix, FittedTransductive> {
  checkOptionNames(options, ['nNeighbours']);
  const { nNeighbours = 20 } = options;
  checkInteger('nNeighbours', nNeighbours, 1);
  const params = { nNeighbours };
  return {
    name: 'lof',
    params,
    fit: async (train) => {
      checkSamples(train);
      checkNeighbourCount(train.nSamples, nNeighbours);
      return fittedLof(params, learn(train, nNeighbours));
    },
  };
}

function learn(train: Matrix, k: number): LofModel {
  const index = indexPoints(train);
  const nearest = searchNearest(index, train, k, true);
  const kDistances = new Float64Array(train.nSamples).map(
    (_, i) => nearest.distances[i * k + k - 1],
  );
  const densities = reachabilityDensities(nearest, kDistances, k);
  const factors = finiteScores(localOutlierFactors(nearest, { kDistances, densities }, k));
  return { index, kDistances, densities, factors };
}

/**
 * Reads a saved `lof`.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadLof(directory: string): Promise<FittedTransductive> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const samples = savedSamples(directory, arrays['samples'], content);
  const { kDistances, densities, factors } = arrays;
  try {
    checkSamples(samples);
    checkNeighbourCount(samples.nSamples, content.params.nNeighbours);
    checkArray('kDistances', kDistances, Float64Array, samples.nSamples);
    checkArray('densities', densities, Float64Array, samples.nSamples);
    checkArray('factors', factors, Float32Array, samples.nSamples);
  } catch (error) {
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
  const learned = { kDistances, densities, factors } as Omit<LofModel, 'index'>;
  return fittedLof(content.params, { index: indexPoints(samples), ...learned });
}

function checkArray(
  name: string,
  array: ArrayLike<number> | undefined,
  Type: typeof Float64Array | typeof Float32Array,
  length: number,
): void {
  const holds = array instanceof Type && array.length === length;
  if (!holds || !array.every((value) => Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${name} must be ${length} numbers of at least 0 as ${Type.name}`);
  }
}

function fittedLof(params: LofParams, model: LofModel): FittedTransductive {
  const name = 'lof';
  const { index, kDistances, densities, factors } = model;
  return {
    name,
    params,
    score: async (samples) => {
      checkSamples(samples, index.nFeatures);
      const nearest = searchNearest(index, samples, params.nNeighbours, false);
      return finiteScores(localOutlierFactors(nearest, model, params.nNeighbours));
    },
    trainScores: async () => factors.slice(),
    save: (directory) => {
      const { data, nSamples, nFeatures } = indexedSamples(index);
      const content = { name, params, nSamples, nFeatures };
      const arrays = { samples: data, kDistances, densities, factors };
      return writeArtifact(directory, 'detector', content, arrays);
    },
    dispose: () => {},
  };
}
