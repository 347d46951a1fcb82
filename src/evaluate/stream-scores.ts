import { checkSamples, type Matrix } from '../matrix';
import type { StreamLearner } from './stream-learner';

/** What a detector on a stream said of some samples. */
export interface StreamScores {
  /** Each given before the sample was learned from, shape `[nSamples]`; higher is more anomalous. */
  readonly scores: Float64Array;
  /** 1 where the sample was flagged, shape `[nSamples]`. */
  readonly flags: Int32Array;
}

/**
 * Gives a detector on a stream one sample after another, in the order of the rows. It learns by its rule.
 *
 * @throws {RangeError} if there are no samples, they have another width, or a value is not finite; nothing is learned then.
 * @throws {TypeError} if the learner or the matrix is none.
 * @example
 * const learner = learnUnflagged(runningQuantiles(3), { threshold: 20 });
 * const { scores, flags } = streamScores(learner, samples);
 */
export function streamScores(learner: StreamLearner, samples: Matrix): StreamScores {
  if (typeof learner?.update !== 'function') {
    throw new TypeError(`learner must be one, as learnUnflagged gives it, got ${learner}`);
  }
  checkSamples(samples, learner.nFeatures);
  const { data, nSamples, nFeatures } = samples;
  const scores = new Float64Array(nSamples);
  const flags = new Int32Array(nSamples);
  const sample = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nFeatures; j++) sample[j] = data[i * nFeatures + j];
    flags[i] = learner.update(sample) ? 1 : 0;
    scores[i] = learner.score;
  }
  return { scores, flags };
}
