import type { NoOptions } from './array-detector';
import { type AutoencoderOptions, autoencoder } from './autoencoder';
import { copod } from './copod';
import type { Detector } from './detector';
import { ecod } from './ecod';
import { ensemble } from './ensemble';
import type { EnsembleOptions } from './ensemble-combination';
import {
  type ExtendedIsolationForestOptions,
  extendedIsolationForest,
} from './extended-isolation-forest';
import { type HbosOptions, hbos } from './hbos';
import { type IsolationForestOptions, isolationForest } from './isolation-forest';
import { type KnnOptions, knn } from './knn';
import { largestZ } from './largest-z';
import { type LofOptions, lof } from './lof';
import { mahalanobis } from './mahalanobis';
import { type OneClassSvmOptions, oneClassSvm } from './one-class-svm';
import { pca } from './pca';

export type { NoOptions } from './array-detector';

/** Hyperparameters of each detector of a matrix, by the detector's name. */
export interface OptionsByDetector {
  readonly autoencoder: AutoencoderOptions;
  readonly copod: NoOptions;
  readonly ecod: NoOptions;
  /** With its members, as plain data too. */
  readonly ensemble: EnsembleOptions & { readonly members: readonly DetectorSpec[] };
  readonly extendedIsolationForest: ExtendedIsolationForestOptions;
  readonly hbos: HbosOptions;
  readonly isolationForest: IsolationForestOptions;
  readonly knn: KnnOptions;
  readonly largestZ: NoOptions;
  readonly lof: LofOptions;
  readonly mahalanobis: NoOptions;
  readonly oneClassSvm: OneClassSvmOptions;
  readonly pca: NoOptions;
}

/** Of a detector that learns from the samples of a matrix alone. */
export type DetectorName = keyof OptionsByDetector;

/** A detector as plain data, which a file can hold and a worker thread be sent. */
export type DetectorSpec = {
  readonly [Name in DetectorName]: {
    readonly name: Name;
    /** Those left out have their defaults; `ensemble` needs its members. */
    readonly params?: OptionsByDetector[Name];
  };
}[DetectorName];

type Factories = {
  readonly [Name in DetectorName]: (options: OptionsByDetector[Name], seed?: number) => Detector;
};

const FACTORIES: Factories = {
  autoencoder: (options, seed) => autoencoder(withSeed(options, seed)),
  copod,
  ecod,
  ensemble: ({ members, ...options }, seed) => {
    if (!Array.isArray(members)) {
      throw new TypeError(`members must be detectors by name, got ${typeof members}`);
    }
    return ensemble(
      members.map((member: DetectorSpec) => detectorOf(member?.name, member?.params, seed)),
      options,
    );
  },
  extendedIsolationForest: (options, seed) => extendedIsolationForest(withSeed(options, seed)),
  hbos,
  isolationForest: (options, seed) => isolationForest(withSeed(options, seed)),
  knn,
  largestZ,
  lof,
  mahalanobis,
  oneClassSvm,
  pca,
};

/**
 * The detector of that name: what its factory makes of the hyperparameters.
 *
 * For detectors that data choose, as a configuration file or a worker thread; in code call the factory.
 *
 * @param seed stands in where the detector, or a member of the ensemble, is random and has none of its own.
 * @throws {RangeError} if there is no such detector (says which there are), and as its factory.
 * @throws {TypeError} if the hyperparameters are no object, or an ensemble has no list of members.
 * @example
 * detectorOf('lof', { nNeighbours: 10 }).params; // { nNeighbours: 10 }
 */
export function detectorOf<Name extends DetectorName>(
  name: Name,
  params?: OptionsByDetector[Name],
  seed?: number,
): Detector {
  if (!Object.hasOwn(FACTORIES, name)) {
    const known = Object.keys(FACTORIES).join(', ');
    throw new RangeError(`detector must be one of ${known}, got ${name}`);
  }
  const options = params ?? ({} as OptionsByDetector[Name]);
  return FACTORIES[name](options, seed);
}

/** Whether it needs TensorFlow, which must stay on one thread of a process. */
export function usesTensorflow({ name, params }: DetectorSpec): boolean {
  return name === 'autoencoder' || (name === 'ensemble' && !!params?.members.some(usesTensorflow));
}

function withSeed<Options extends object>(options: Options, seed?: number): Options {
  return seed === undefined ? options : { seed, ...options };
}
