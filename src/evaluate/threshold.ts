import { quantileOfSorted } from '../features/quantile';
import { checkScores } from '../metrics/check';
import { rankedCounts } from '../metrics/ranking';

/**
 * Marks the samples that score at least the threshold.
 *
 * @returns 1 flagged, 0 not, shape `[nSamples]`.
 * @throws {RangeError} if there are no scores, one is not finite, or the threshold is no number.
 * @example
 * flag([0.2, 0.9, 0.5], 0.5); // Int32Array [0, 1, 1]
 */
export function flag(scores: ArrayLike<number>, threshold: number): Int32Array {
  checkScores(scores);
  if (typeof threshold !== 'number' || Number.isNaN(threshold)) {
    throw new RangeError(`threshold must be a number, got ${threshold}`);
  }
  const flags = new Int32Array(scores.length);
  for (let i = 0; i < scores.length; i++) flags[i] = scores[i] >= threshold ? 1 : 0;
  return flags;
}

/**
 * The score that a share `q` of the validation samples stays below.
 *
 * Assumes that validation samples are normal, or nearly all of them: `1 - q` is then the share of
 * false alerts to expect. Interpolates linearly between scores, as NumPy's `quantile` does. Where
 * many samples tie at the quantile, all of them are flagged.
 *
 * @throws {RangeError} if there are no scores, one is not finite, or `q` is not in [0, 1].
 * @example
 * quantileThreshold([1, 2, 3, 4], 0.5); // 2.5
 */
export function quantileThreshold(scores: ArrayLike<number>, q: number): number {
  checkScores(scores);
  return quantileOfSorted(new Float64Array(scores).sort(), q);
}

/**
 * The score that flags, of all the distinct scores, nearest to the share `contamination`.
 *
 * Assumes that this share of the validation samples is anomalous and scores highest; nothing in the
 * scores can tell whether it is so. Tied samples are flagged together, so ties can move the share
 * either way; of two scores equally near, the higher one, with fewer flags. At least the highest
 * score is flagged, and where all scores are equal every sample is.
 *
 * @param contamination - Assumed share of anomalies, (0, 0.5].
 * @throws {RangeError} if there are no scores, one is not finite, or the share is out of range.
 * @example
 * contaminationThreshold([1, 2, 3, 4, 5], 0.2); // 5
 */
export function contaminationThreshold(scores: ArrayLike<number>, contamination: number): number {
  checkScores(scores);
  if (!(contamination > 0 && contamination <= 0.5)) {
    throw new RangeError(`contamination must be in (0, 0.5], got ${contamination}`);
  }
  const { thresholds, falsePositives: flagged } = rankedCounts(
    new Int32Array(scores.length), // labels play no part: every flag counts the same
    scores,
  );
  const wanted = contamination * scores.length;
  let best = 0;
  for (let i = 1; i < thresholds.length; i++) {
    if (Math.abs(flagged[i] - wanted) < Math.abs(flagged[best] - wanted)) best = i;
  }
  return thresholds[best];
}

/**
 * The score with the highest F1 on labelled validation samples, of all the distinct scores.
 *
 * Assumes that anomalies are as frequent in later data as here: F1 depends on their share. Of
 * scores with the same F1, the highest, with the fewest flags. On the test samples it must not be
 * chosen anew.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, no label is 1, or a score is not
 * finite.
 * @example
 * bestF1Threshold([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.35
 */
export function bestF1Threshold(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { thresholds, truePositives, falsePositives } = rankedCounts(labels, scores);
  const nAnomalies = truePositives[truePositives.length - 1];
  if (nAnomalies === 0) {
    throw new RangeError('labels must hold at least one 1 (anomaly), got only 0');
  }
  let best = 0;
  let bestF1 = 0;
  for (let i = 0; i < thresholds.length; i++) {
    const f1 = (2 * truePositives[i]) / (truePositives[i] + falsePositives[i] + nAnomalies);
    if (f1 > bestF1) {
      bestF1 = f1;
      best = i;
    }
  }
  return thresholds[best];
}
