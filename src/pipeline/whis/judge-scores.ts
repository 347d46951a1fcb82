import { contaminationThreshold } from '../../evaluate/thresholds/contamination';
import { flag } from '../../evaluate/thresholds/flag';
import { precision, recall } from '../../metrics/binary';
import { rocAuc } from '../../metrics/roc';
import type { TimeSplit } from './split-at-time';

/** How well scores rank, and what the flags of their highest are worth. */
export type RankedFigures = Readonly<Record<'rocAuc' | 'precision' | 'recall', number>>;

/**
 * ROC AUC of the test rows, with precision and recall of those that score at or above what a share of the training
 * rows reaches.
 *
 * @param scores of all rows, shape `[nSamples]`; higher is more anomalous.
 * @param labels 1 is an anomaly, shape `[nSamples]`.
 * @param split the same rows on both sides judge in sample.
 * @param contamination share of the training rows, (0, 0.5]. Default 0.15.
 * @throws {RangeError} if a score is not finite, the share is out of range, or the test rows have one class only.
 */
export function judgeScores(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { train, test }: TimeSplit,
  contamination: number = 0.15,
): RankedFigures {
  const ofTrain = Float32Array.from(train, (i) => scores[i]);
  const own = Float32Array.from(test, (i) => scores[i]);
  const truth = Int32Array.from(test, (i) => labels[i]);
  const flags = flag(own, contaminationThreshold(ofTrain, contamination));
  return {
    rocAuc: rocAuc(truth, own),
    precision: precision(truth, flags),
    recall: recall(truth, flags),
  };
}
