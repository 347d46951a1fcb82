import { z } from 'zod';
import { checkChoice, checkInteger, checkNumber, checkOptionNames } from '../check-options';
import { readArtifact, writeArtifact } from '../data/artifact';
import { checkSamples } from '../matrix';
import type { Detector, FittedDetector, Params } from './detector';
import { solveWithLibSvm } from './libsvm-solver';
import {
  type Boundary,
  boundaryFrom,
  checkWork,
  kernelWidth,
  scoreBoundary,
} from './one-class-boundary';
import { solveOneClass } from './one-class-solver';

/** Hyperparameters of `oneClassSvm`. */
export interface OneClassSvmOptions {
  /** Default `rbf`; with `linear` only distance along one direction counts. */
  readonly kernel?: 'rbf' | 'linear' | 'poly' | 'sigmoid';
  /** Share of training samples that may lie outside, and least share of support vectors, (0, 1]. Default 0.5. */
  readonly nu?: number;
  /**
   * Width of the kernel, above 0: `scale` is 1 / (nFeatures * variance of all values), `auto` is
   * 1 / nFeatures. Default `scale`. Without meaning for `linear`.
   */
  readonly gamma?: number | 'scale' | 'auto';
  /** Power of `poly`, at least 1. Default 3. */
  readonly degree?: number;
  /** Constant in `poly` and `sigmoid`. Default 0. */
  readonly coef0?: number;
  /** `fast` is this library's own solver; `libsvm` is LIBSVM in WebAssembly. Default `fast`. */
  readonly engine?: 'fast' | 'libsvm';
}

const OPTION_NAMES = ['kernel', 'nu', 'gamma', 'degree', 'coef0', 'engine'] as const;

const kernelSchema = z.object({
  kind: z.enum(['rbf', 'linear', 'poly', 'sigmoid']),
  gamma: z.number().positive(),
  coef0: z.number(),
  degree: z.number().int().positive(),
});

const contentSchema = z.object({
  name: z.literal('oneClassSvm'),
  params: z.record(z.string(), z.union([z.number(), z.string()])),
  nFeatures: z.number().int().positive(),
  rho: z.number(),
  kernel: kernelSchema,
});

/**
 * One-class SVM: a boundary round the training samples, in the kernel's space.
 *
 * Suits scaled features whose normal samples fill a region of any shape; scale first, as features
 * with large values drown the others. Blind to order in time, and to anomalies among the training
 * samples once they are dense. A fit takes time with nu times the square of the samples: about 1 s for
 * 8,000, 2 minutes for 100,000, without progress, as one solution is one step. `libsvm` is the reference: slower,
 * and its rbf kernel loses digits far from the origin, where `fast` does not. Both stop within a tolerance, so their
 * scores differ, on planted anomalies (48 fits a kernel) with rbf by up to 2.3e-3, or 0.016 % of the scores' range.
 * `linear` (7.8e-3) and `poly` (0.14) differ by as much as the range itself where the origin lies among the samples, so
 * that all scores are near 0; `sigmoid` is no true kernel, has several solutions, and its scores may have nothing in common.
 * Planted anomalies: beats the largest z-score on global, local, clustered (`docs/planted-anomalies.md`).
 * Source: Schölkopf et al. 2001, eq. 8 to 11; Chang and Lin 2011 (LIBSVM), section 2.3 and 4.1.5.
 *
 * @throws {RangeError} if an option is unknown or out of range; from `fit` if the samples are so many
 * that it would take hours, or so large that the kernel overflows.
 * @example
 * const fitted = await oneClassSvm({ nu: 0.1 }).fit(matrix([[0], [0.1], [0.2], [0.3]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function oneClassSvm(options: OneClassSvmOptions = {}): Detector {
  checkOptionNames(options, OPTION_NAMES);
  const { kernel = 'rbf', nu = 0.5, gamma = 'scale', engine = 'fast' } = options;
  const { degree = 3, coef0 = 0 } = options;
  checkChoice('kernel', kernel, ['rbf', 'linear', 'poly', 'sigmoid']);
  checkChoice('engine', engine, ['fast', 'libsvm']);
  checkNumber('nu', nu, 0, 1, '(]');
  if (gamma !== 'scale' && gamma !== 'auto' && !(Number.isFinite(gamma) && gamma > 0)) {
    throw new RangeError(`gamma must be 'scale', 'auto' or a number above 0, got ${gamma}`);
  }
  checkInteger('degree', degree, 1);
  if (!Number.isFinite(coef0)) throw new RangeError(`coef0 must be a finite number, got ${coef0}`);
  const params = { kernel, nu, gamma, degree, coef0, engine };
  return {
    name: 'oneClassSvm',
    params,
    fit: async (train) => {
      checkSamples(train);
      const shape = {
        kind: kernel,
        gamma: kernel === 'linear' ? 1 : kernelWidth(gamma, train),
        coef0,
        degree,
      };
      checkWork(shape, train, nu);
      const solve = engine === 'fast' ? solveOneClass : solveWithLibSvm;
      return fittedSvm(params, boundaryFrom(shape, train, await solve(shape, train, nu)));
    },
  };
}

/**
 * Reads a saved one-class SVM.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadOneClassSvm(directory: string): Promise<FittedDetector> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const { kernel, rho, nFeatures, params } = content;
  const { vectors, coefficients } = arrays;
  const isUsable = (array: unknown) =>
    array instanceof Float64Array && array.every(Number.isFinite);
  if (!isUsable(vectors) || !isUsable(coefficients)) {
    throw new Error(`${directory}: detector must have finite vectors and coefficients as float64`);
  }
  const nSamples = coefficients.length;
  if (nSamples === 0 || vectors.length !== nSamples * nFeatures) {
    throw new Error(`${directory}: vectors must be ${nSamples} of ${nFeatures} features`);
  }
  const rows = { data: vectors as Float64Array, nSamples, nFeatures };
  const boundary = { kernel, rho, vectors: rows, coefficients: coefficients as Float64Array };
  return fittedSvm(params, boundary);
}

function fittedSvm(params: Params, boundary: Boundary): FittedDetector {
  const name = 'oneClassSvm';
  const { kernel, rho, vectors, coefficients } = boundary;
  const { nFeatures } = vectors;
  return {
    name,
    params,
    score: async (samples) => scoreBoundary(boundary, samples),
    save: (directory) => {
      const content = { name, params, nFeatures, rho, kernel };
      return writeArtifact(directory, 'detector', content, { vectors: vectors.data, coefficients });
    },
    dispose: () => {},
  };
}
