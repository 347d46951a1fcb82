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
import { fitPcaReconstruction, type PcaReconstruction } from './pca-reconstruction';

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

async function scoreByChunks({ score }: FittedDetector, samples: Matrix): Promise<Float64Array> {
  const scores = new Float64Array(samples.nSamples);
  for (const { chunk, start } of chunksOf(samples)) scores.set(await score(chunk), start);
  return scores;
}

/** Views of the samples from `start` on, each with up to `lead` of those before it in front. */
function* chunksOf({ data, nSamples, nFeatures }: Matrix, lead = 0) {
  for (let start = 0; start < nSamples; start += CHUNK) {
    const from = Math.max(0, start - lead);
    const end = Math.min(start + CHUNK, nSamples);
    const part = data.subarray(from * nFeatures, end * nFeatures);
    yield { chunk: { data: part, nSamples: end - from, nFeatures }, start, nLead: start - from };
  }
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
          const { plain, scaled, largest } = pcaScores(model, samples, scale);
          return {
            ...withSmoothed(name, plain),
            [`${name}, scaled`]: scaled,
            [`${name}, scaled, largest`]: largest,
          };
        },
        dispose: () => {},
      };
    },
  };
}

/** Chunk by chunk: errors of all points of a recording are as large as the recording. */
function pcaScores(model: PcaReconstruction, samples: Matrix, scale: Float64Array) {
  const [plain, scaled, largest] = [0, 1, 2].map(() => new Float64Array(samples.nSamples));
  for (const { chunk, start, nLead } of chunksOf(samples, SMOOTHED_SAMPLES - 1)) {
    const errors = model.errors(chunk);
    plain.set(combineErrors(errors).subarray(nLead), start);
    const smoothed = trailingMeans(errors, SMOOTHED_SAMPLES, errors.data); // in their place
    scaled.set(combineErrors(smoothed, { scale }).subarray(nLead), start);
    largest.set(combineErrors(smoothed, { scale, by: 'largest' }).subarray(nLead), start);
  }
  return { plain, scaled, largest };
}
