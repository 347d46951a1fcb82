import { checkNumber, checkOptionNames } from '../../check-options';
import { applyScaler, fitScaler, type ScalerState } from '../../features/scale';
import { checkSamples, type Matrix, rowOf } from '../../matrix';
import type { FittedDetector } from '../detector';
import { checkAnswers } from './check-answers';
import { fitPulledLogistic } from './pulled-logistic';

/** What scores samples. */
export type SampleScorer = Pick<FittedDetector, 'score'>;

/** How far labels move the weights. */
export interface LabelRegressionOptions {
  /** How hard weights are held to where they begin, above 0. Default 1. */
  readonly penalty?: number;
}

/** Makes another ranking of all labels so far: 1 where the analyst says anomaly, 0 where not. */
export type LabelLearner = (samples: Matrix, labels: ArrayLike<number>) => Promise<SampleScorer>;

/**
 * The plain way to learn from an analyst's answers, which any cleverer one has to beat: a logistic regression of the labels on the
 * features and the detector's score.
 *
 * Without labels the ranking is the detector's: weights are drawn (L2) to 0 for the features and 1 for the score, all of
 * standard deviation 1 in the reference. Any detector will do. Blind to what is not one weighted sum of the features, and with a few
 * labels it is easily led astray: read it beside the detector without labels.
 * Source: Cox 1958; the penalty as a prior, Hoerl and Kennard 1970.
 *
 * @param reference samples without labels, for means and standard deviations.
 * @returns takes samples and their labels, 1 or 0, and gives what scores.
 * @throws {RangeError} if an option is unknown or out of range, widths or lengths differ, a value is not finite, or a label
 * is neither 0 nor 1.
 * @throws {TypeError} if it is no detector.
 * @example
 * const learn = await labelRegression(fitted, queue);
 * const scores = await (await learn(takeRows(queue, [3, 8]), [1, 0])).score(later);
 */
export async function labelRegression(
  detector: SampleScorer,
  reference: Matrix,
  options: LabelRegressionOptions = {},
): Promise<LabelLearner> {
  checkOptionNames(options, ['penalty']);
  const { penalty = 1 } = options;
  checkNumber('penalty', penalty, 0, Infinity, '()');
  if (typeof detector?.score !== 'function') {
    throw new TypeError(`detector must be a fitted detector, got ${detector}`);
  }
  checkSamples(reference);
  const scaler = fitScaler(await withScores(detector, reference), 'standard');
  const start = new Float64Array(reference.nFeatures + 2); // features, score, constant
  start[reference.nFeatures] = 1;
  return async (samples, labels) => {
    if (!checkAnswers(samples, labels, reference.nFeatures)) {
      return scorer(detector, scaler, start);
    }
    const inputs = applyScaler(scaler, await withScores(detector, samples));
    return scorer(detector, scaler, fitPulledLogistic(inputs, labels, start, penalty));
  };
}

/** The weighted sum, whose order is that of the probability. */
function scorer(detector: SampleScorer, scaler: ScalerState, weights: Float64Array): SampleScorer {
  return {
    score: async (samples) => {
      const inputs = applyScaler(scaler, await withScores(detector, samples));
      return Float32Array.from({ length: inputs.nSamples }, (_, i) => {
        return rowOf(inputs, i).reduce((sum, value, j) => sum + weights[j] * value, 0);
      });
    },
  };
}

/** The features, and the detector's score beside them. */
async function withScores(detector: SampleScorer, samples: Matrix): Promise<Matrix> {
  const scores = await detector.score(samples);
  const { nSamples, nFeatures } = samples;
  const data = new Float64Array(nSamples * (nFeatures + 1));
  for (let i = 0; i < nSamples; i++) {
    data.set(rowOf(samples, i), i * (nFeatures + 1));
    data[i * (nFeatures + 1) + nFeatures] = scores[i];
  }
  return { data, nSamples, nFeatures: nFeatures + 1 };
}
