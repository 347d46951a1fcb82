import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import { checkSamples, type Matrix } from '../matrix';
import type { Detector, FittedDetector, Params } from './detector';

/** What a fit has learned, by name. */
export type Model<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** Of a detector without hyperparameters. */
export type NoOptions = Readonly<Record<string, never>>;

/** A kind of detector whose model is a few arrays. */
export interface ArrayKind<Name extends string, Known extends Params> {
  readonly name: string;
  readonly params: z.ZodType<Known>;
  /** Names of the model's arrays. */
  readonly arrays: readonly Name[];
  /** Learns from samples that are finite and not empty. */
  readonly learn: (train: Matrix, params: Known) => Model<Name>;
  /** Whether arrays that were read belong to so many features. */
  readonly fits: (model: Model<Name>, nFeatures: number, params: Known) => boolean;
  /** Prepares what every scoring shares; gets samples that are finite and as wide as the training. */
  readonly scorer: (
    model: Model<Name>,
    nFeatures: number,
    params: Known,
  ) => (samples: Matrix) => Float64Array;
}

/** An unfitted detector of the kind. */
export function arrayDetector<Name extends string, Known extends Params>(
  kind: ArrayKind<Name, Known>,
  params: Known,
): Detector {
  return {
    name: kind.name,
    params,
    fit: async (train) => {
      checkSamples(train);
      return fittedArrays(kind, params, kind.learn(train, params), train.nFeatures);
    },
  };
}

/**
 * An unfitted detector of a kind without hyperparameters.
 *
 * @throws {RangeError} naming the first that is given.
 * @throws {TypeError} if the options are no object.
 */
export function plainDetector<Name extends string>(
  kind: ArrayKind<Name, NoOptions>,
  options: NoOptions,
): Detector {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options must be an object, got ${options}`);
  }
  const [given] = Object.keys(options);
  if (given === undefined) return arrayDetector(kind, {});
  throw new RangeError(`${kind.name} must have no hyperparameters, got ${given}`);
}

/**
 * Reads a saved detector of the kind.
 *
 * @throws {Error} naming the file or folder if it is missing, corrupt or from a newer version.
 */
export async function loadArrayDetector<Name extends string, Known extends Params>(
  kind: ArrayKind<Name, Known>,
  directory: string,
): Promise<FittedDetector> {
  const schema = z.object({
    name: z.literal(kind.name),
    params: kind.params,
    nFeatures: z.number().int().positive(),
  });
  const { content, arrays } = await readArtifact(directory, 'detector', schema);
  const { params, nFeatures } = content;
  const finite = kind.arrays.every((name) => {
    const array = arrays[name];
    return array instanceof Float64Array && array.every(Number.isFinite);
  });
  const model = arrays as Model<Name>;
  if (!finite || !kind.fits(model, nFeatures, params)) {
    throw new Error(
      `${directory}: ${kind.name} must have finite arrays ${kind.arrays.join(', ')} for ${nFeatures} features`,
    );
  }
  return fittedArrays(kind, params, model, nFeatures);
}

function fittedArrays<Name extends string, Known extends Params>(
  kind: ArrayKind<Name, Known>,
  params: Known,
  model: Model<Name>,
  nFeatures: number,
): FittedDetector {
  const { name } = kind;
  const score = kind.scorer(model, nFeatures, params);
  return {
    name,
    params,
    score: async (samples: Matrix) => {
      checkSamples(samples, nFeatures);
      return toFloats(score(samples));
    },
    save: (directory) => writeArtifact(directory, 'detector', { name, params, nFeatures }, model),
    dispose: () => {},
  };
}

const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** Scores past the largest 32-bit number are that number, not Infinity. */
function toFloats(scores: Float64Array): Float32Array {
  const floats = new Float32Array(scores.length);
  for (let i = 0; i < floats.length; i++) floats[i] = Math.min(scores[i], LARGEST_FLOAT);
  return floats;
}
