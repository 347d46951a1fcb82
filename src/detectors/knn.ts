import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import { checkSamples, type Matrix } from '../matrix';
import { checkInteger, checkOptionNames, finiteScores } from './check';
import type { Detector } from './detector';
import { indexedSamples, indexPoints, type PointIndex } from './neighbours/point-index';
import { searchNearest } from './neighbours/search';
import {
  checkNeighbourCount,
  type FittedTransductive,
  savedSamples,
} from './neighbours/transductive';

/** How the distances to a sample's neighbours make one score. */
export type KnnMethod = 'largest' | 'mean' | 'median';

/** Hyperparameters of `knn`. */
export interface KnnOptions {
  /** Neighbours that a sample is measured by, at least 1. Default 5. */
  readonly nNeighbours?: number;
  /** The distance to the furthest of them, or their mean or median distance. Default `largest`. */
  readonly method?: KnnMethod;
}

const METHODS = ['largest', 'mean', 'median'] as const;

type KnnParams = Readonly<{ nNeighbours: number; method: KnnMethod }>;

const contentSchema = z.object({
  name: z.literal('knn'),
  params: z.object({ nNeighbours: z.number().int().positive(), method: z.enum(METHODS) }),
  nSamples: z.number().int().positive(),
  nFeatures: z.number().int().positive(),
});

/**
 * K nearest neighbours: the Euclidean distance to the training samples that lie nearest.
 *
 * Suits few to some dozen features on one scale (scale them first) and anomalies far from all else, whether
 * alone or, with `nNeighbours` above their number, in small groups. Blind to density: a sample at the
 * edge of a dense cluster scores below any in a sparse one (`lof` sees it), and to order in time. The
 * neighbours are exact; `score` counts a training sample among them, `trainScores` leaves each out of
 * its own.
 * Planted anomalies: beats the largest z-score on global, local, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Ramaswamy, Rastogi and Shim 2000, definition 2.1 (`largest`); Angiulli and Pizzuti 2002,
 * definition 1 (`mean`, there a sum); defaults of PyOD's `KNN`.
 *
 * @throws {RangeError} if `nNeighbours` is no integer of at least 1 or an option or the method is unknown;
 * from `fit` if there are not more samples than `nNeighbours`; from scoring if a distance overflows.
 * @example
 * const fitted = await knn({ nNeighbours: 2 }).fit(matrix([[0], [1], [2], [9]]));
 * await fitted.score(matrix([[0.5], [6]])); // [0.5, 4]
 * await fitted.trainScores(); // [2, 1, 2, 8]
 */
export function knn(options: KnnOptions = {}): Detector<Matrix, FittedTransductive> {
  checkOptionNames(options, ['nNeighbours', 'method']);
  const { nNeighbours = 5, method = 'largest' } = options;
  checkInteger('nNeighbours', nNeighbours, 1);
  if (!METHODS.includes(method)) {
    throw new RangeError(`method must be one of ${METHODS.join(', ')}, got '${method}'`);
  }
  const params = { nNeighbours, method };
  return {
    name: 'knn',
    params,
    fit: async (train) => {
      checkSamples(train);
      checkNeighbourCount(train.nSamples, nNeighbours);
      return fittedKnn(params, indexPoints(train));
    },
  };
}

/**
 * Reads a saved `knn`.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadKnn(directory: string): Promise<FittedTransductive> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const samples = savedSamples(directory, arrays['samples'], content);
  try {
    checkSamples(samples);
    checkNeighbourCount(samples.nSamples, content.params.nNeighbours);
  } catch (error) {
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
  return fittedKnn(content.params, indexPoints(samples));
}

function fittedKnn(params: KnnParams, index: PointIndex): FittedTransductive {
  const name = 'knn';
  const scoresOf = (samples: Matrix, own: boolean) => {
    const { distances } = searchNearest(index, samples, params.nNeighbours, own);
    return finiteScores(summarise(distances, params));
  };
  return {
    name,
    params,
    score: async (samples) => {
      checkSamples(samples, index.nFeatures);
      return scoresOf(samples, false);
    },
    trainScores: async () => scoresOf(indexedSamples(index), true),
    save: (directory) => {
      const { data, nSamples, nFeatures } = indexedSamples(index);
      const content = { name, params, nSamples, nFeatures };
      return writeArtifact(directory, 'detector', content, { samples: data });
    },
    dispose: () => {},
  };
}

/** One number a sample from its distances, which ascend. */
function summarise(distances: Float64Array, { nNeighbours: k, method }: KnnParams): Float64Array {
  return new Float64Array(distances.length / k).map((_, i) => {
    const first = i * k;
    if (method === 'largest') return distances[first + k - 1];
    if (method === 'median') {
      return (distances[first + ((k - 1) >> 1)] + distances[first + (k >> 1)]) / 2;
    }
    let sum = 0;
    for (let n = 0; n < k; n++) sum += distances[first + n];
    return sum / k;
  });
}
