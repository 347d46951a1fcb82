import type { Detector, FittedDetector } from '../../../detectors/detector';
import { isolationForest } from '../../../detectors/isolation-forest';
import { largestZ } from '../../../detectors/largest-z';
import { mahalanobis } from '../../../detectors/mahalanobis';
import { joinSamples, thinRecording } from '../../../features/process-recordings';
import type { Matrix } from '../../../matrix';
import { trailingMeans } from '../../skab/smoothing';
import { combineErrors, errorScale } from './combine-errors';
import { fitFlooredDistance } from './floored-distance';
import { type ProcessMethod, type ProcessTraining, SMOOTHED_SAMPLES } from './method';
import { fitPcaReconstruction } from './pca-reconstruction';

/**
 * Methods that look at single samples: what a network must beat.
 *
 * Each has a variant with scores averaged over the last 100 samples, as a window of a network is an average, too.
 */
export const POINT_METHODS: readonly ProcessMethod[] = [
  ofDetector('largestZ', () => largestZ()),
  ofDetector('mahalanobis', () => mahalanobis()),
  flooredDistance(),
  ofDetector('isolationForest', (seed) => isolationForest({ seed })),
  pcaReconstruction(),
];

/** Samples that are scored at once. */
const CHUNK = 16_384;

function ofDetector(name: string, make: (seed: number) => Detector): ProcessMethod {
  return {
    name,
    fit: async (training) => {
      const fitted = await make(training.seed).fit(thinnedTrain(training));
      return {
        score: async ({ samples }) => withSmoothed(name, await scoreByChunks(fitted, samples)),
        dispose: () => fitted.dispose(),
      };
    },
  };
}

function thinnedTrain({ train, fitStride }: ProcessTraining): Matrix {
  return joinSamples(train.map((recording) => thinRecording(recording, fitStride)));
}

async function scoreByChunks(
  { score }: FittedDetector,
  { data, nSamples, nFeatures }: Matrix,
): Promise<Float64Array> {
  const scores = new Float64Array(nSamples);
  for (let start = 0; start < nSamples; start += CHUNK) {
    const end = Math.min(start + CHUNK, nSamples);
    const part = data.subarray(start * nFeatures, end * nFeatures);
    scores.set(await score({ data: part, nSamples: end - start, nFeatures }), start);
  }
  return scores;
}

function withSmoothed(name: string, scores: Float64Array): Record<string, Float64Array> {
  const column = { data: scores, nSamples: scores.length, nFeatures: 1 };
  const smoothed = trailingMeans(column, SMOOTHED_SAMPLES).data;
  return { [name]: scores, [`${name}, mean of ${SMOOTHED_SAMPLES}`]: smoothed };
}

function flooredDistance(): ProcessMethod {
  const name = 'mahalanobis, floored';
  return {
    name,
    fit: async (training) => {
      const distances = fitFlooredDistance(thinnedTrain(training));
      return {
        score: async ({ samples }) => withSmoothed(name, distances(samples)),
        dispose: () => {},
      };
    },
  };
}

/** With errors divided by their usual size, too, as those of the networks are. */
function pcaReconstruction(): ProcessMethod {
  const name = 'pcaReconstruction';
  return {
    name,
    fit: async (training) => {
      const model = fitPcaReconstruction(thinnedTrain(training));
      const scale = errorScale(model.errors(joinSamples(training.validation)));
      return {
        score: async ({ samples }) => {
          const errors = model.errors(samples);
          const ofSamples = combineErrors(errors);
          const smoothed = trailingMeans(errors, SMOOTHED_SAMPLES, errors.data); // in their place, for memory
          return {
            ...withSmoothed(name, ofSamples),
            [`${name}, scaled`]: combineErrors(smoothed, { scale }),
            [`${name}, scaled, largest`]: combineErrors(smoothed, { scale, by: 'largest' }),
          };
        },
        dispose: () => {},
      };
    },
  };
}
