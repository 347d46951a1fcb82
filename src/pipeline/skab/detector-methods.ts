import { autoencoder } from '../../detectors/autoencoder';
import type { Detector, FittedDetector } from '../../detectors/detector';
import { isolationForest } from '../../detectors/isolation-forest';
import { knn } from '../../detectors/knn';
import { largestZ } from '../../detectors/largest-z';
import { lof } from '../../detectors/lof';
import { lstmAutoencoder } from '../../detectors/lstm-autoencoder';
import { mahalanobis } from '../../detectors/mahalanobis';
import { oneClassSvm } from '../../detectors/one-class-svm';
import { makeWindows, type Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import { componentMethods } from './component-methods';
import type { SkabMethod } from './method';
import { trailingMedians } from './smoothing';

/** Samples in a window of the LSTM autoencoder, as SKAB's authors have it. */
const WINDOW = 10;
/** A tenth of the units of the HAI experiment: 400 rows are few. */
const SMALL_LSTM = { units: [16, 8], encoding: 4, epochs: 30 } as const;

/** The library's detectors with their defaults; their scores are smoothed by a trailing median. */
export const DETECTOR_METHODS: readonly SkabMethod[] = [
  plain('largestZ', largestZ),
  plain('mahalanobis', mahalanobis),
  ...componentMethods(),
  chance('isolationForest', (seed) => isolationForest({ seed })),
  plain('knn', knn),
  plain('lof', lof),
  plain('oneClassSvm', oneClassSvm),
  chance('autoencoder', (seed) => autoencoder({ seed })),
  chance('autoencoder, untrained', (seed) => autoencoder({ seed, epochs: 0 })),
  ofWindows('lstmAutoencoder', (seed) => lstmAutoencoder({ ...SMALL_LSTM, seed })),
  ofWindows('lstmAutoencoder, untrained', (seed) =>
    lstmAutoencoder({ ...SMALL_LSTM, seed, epochs: 0 }),
  ),
];

function plain(name: string, make: () => Detector): SkabMethod {
  return detectorMethod(
    name,
    false,
    () => make(),
    (samples) => samples,
  );
}

function chance(name: string, make: (seed: number) => Detector): SkabMethod {
  return detectorMethod(name, true, make, (samples) => samples);
}

/** The first rows of a recording have windows, too: the first row stands in for those before it. */
function ofWindows(name: string, make: (seed: number) => Detector<Windows>): SkabMethod {
  const windows = (samples: Matrix) => makeWindows({ samples, length: WINDOW, pad: true });
  return detectorMethod(name, true, make, windows);
}

function detectorMethod<Samples>(
  name: string,
  random: boolean,
  make: (seed: number) => Detector<Samples, FittedDetector<Samples>>,
  prepare: (samples: Matrix) => Samples,
): SkabMethod {
  return {
    name,
    random,
    fit: async (train, seed) => {
      const fitted = await make(seed).fit(prepare(train));
      return {
        score: async (samples, smoothing) =>
          trailingMedians(await fitted.score(prepare(samples)), smoothing),
        dispose: () => fitted.dispose(),
      };
    },
  };
}
